package io.github.reactiveraft.test.sim;

import java.util.ArrayList;
import java.util.List;

/** A process as its file work sees it: it rests with the process, and whenever the disk stands still. */
final class FileHost implements Host {

    private final Host process;
    private final List<Runnable> sleepers = new ArrayList<>();
    private boolean isStalled;

    FileHost(Host process) {
        this.process = process;
    }

    /** Lets no file work come to its end, or all of it again. */
    void stall(boolean enabled) {
        isStalled = enabled;
        if (!enabled) {
            List<Runnable> due = List.copyOf(sleepers);
            sleepers.clear();
            due.forEach(Runnable::run);
        }
    }

    @Override
    public Scope scope() {
        return process.scope();
    }

    @Override
    public boolean isPaused() {
        return isStalled || process.isPaused();
    }

    @Override
    public void onResume(Runnable action) {
        if (isStalled) {
            sleepers.add(action);
        } else {
            process.onResume(action);
        }
    }

    @Override
    public long toWorld(long nanos) {
        return process.toWorld(nanos);
    }
}
