package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.core.storage.DiskFullException;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What a disk was told to fail, and since when it is dead: it is asked before whatever the disk does. */
final class DiskFaults {

    private BooleanSupplier guard = () -> true;
    private boolean isDead;
    /** How many times something may still grow. */
    private long room = Long.MAX_VALUE;

    private Runnable onFull = () -> {};
    private boolean hasRefused;
    private boolean isReadFailing;
    private long operationCount;
    private long lastOperation = Long.MAX_VALUE;
    private long forceCount;
    private long failingForce = Long.MAX_VALUE;

    void guard(BooleanSupplier newGuard) {
        guard = newGuard;
    }

    void die() {
        isDead = true;
    }

    void room(long growthCount) {
        room = growthCount;
        hasRefused = false;
    }

    long room() {
        return room;
    }

    void onFull(Runnable listener) {
        onFull = listener;
    }

    void failRead() {
        isReadFailing = true;
    }

    void stopAfter(long count) {
        lastOperation = count;
    }

    void failForce(long number) {
        failingForce = number;
    }

    /** A guard, a stop and a death are none of what can be mended: they are the end of a process or of the power. */
    void mend() {
        isReadFailing = false;
        room(Long.MAX_VALUE);
        failingForce = Long.MAX_VALUE;
    }

    long operationCount() {
        return operationCount;
    }

    long forceCount() {
        return forceCount;
    }

    void requirePower() throws IOException {
        if (isDead) {
            throw new IOException("The disk has no power");
        }
    }

    void requireRoom() throws IOException {
        requirePower();
        if (room == 0) {
            if (!hasRefused) {
                hasRefused = true;
                onFull.run();
            }
            throw new DiskFullException("No space left on device", null);
        }
        room -= room == Long.MAX_VALUE ? 0 : 1;
    }

    /** Something is about to change. */
    void beforeOperation() throws IOException {
        isDead = isDead || operationCount >= lastOperation || !guard.getAsBoolean();
        requirePower();
        operationCount++;
    }

    void beforeRead() throws IOException {
        requirePower();
        if (isReadFailing) {
            isReadFailing = false;
            throw new IOException("Input/output error");
        }
    }

    /** Counts a sync; answers whether it is the one that fails. */
    boolean isForceFailing() {
        return ++forceCount == failingForce;
    }
}
