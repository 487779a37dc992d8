package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.disk.CrashDisk;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** A member's disk with the production storage on it: it loses what disks lose. */
public final class SimDisk implements Medium {

    /** About as many operations as a call takes that writes before it syncs, and one that opens altogether. */
    private static final int WRITE_OPERATION_COUNT = 2;

    private static final int OPEN_OPERATION_COUNT = 30;

    private final StorageSettings settings;
    private final RandomGenerator random;
    private CrashDisk disk = new CrashDisk();
    private BooleanSupplier guard = () -> true;
    private Runnable onFull = () -> {};
    private long tornCount;
    private long lostCount;

    SimDisk(Simulation simulation, StorageSettings settings, String name) {
        this.settings = settings;
        this.random = simulation.random(name + " disk");
    }

    /** The disk itself, to be spoiled; another one after every end of the node's process. */
    public CrashDisk disk() {
        return disk;
    }

    /** Puts a new, empty disk in its place; only while the node is down. */
    public void replace() {
        use(new CrashDisk());
    }

    /** Puts another disk in its place, a copy of this one perhaps; only while the node is down. */
    public void replaceBy(CrashDisk other) {
        use(other);
    }

    /** Is asked before every operation that changes something whether it may be carried out; if not, the disk is dead. */
    public void guard(BooleanSupplier newGuard) {
        guard = newGuard;
        disk.guard(guard);
    }

    /** Says who hears when there is no room for something, once each time that it has become full. */
    public void onFull(Runnable listener) {
        onFull = listener;
        disk.onFull(onFull);
    }

    private void use(CrashDisk next) {
        disk = next;
        disk.guard(guard);
        disk.onFull(onFull);
    }

    /** How many writes power cuts tore so far. */
    public long tornCount() {
        return tornCount;
    }

    /** How many changes power cuts took so far. */
    public long lostCount() {
        return lostCount;
    }

    @Override
    public LogStorage storage() {
        return RaftStorage.on(disk).with(settings).log();
    }

    @Override
    public void interrupt() {
        boolean isWrite = random.nextInt(4) > 0;
        int count = isWrite ? 1 + random.nextInt(WRITE_OPERATION_COUNT) : random.nextInt(OPEN_OPERATION_COUNT);
        disk.stopAfter(disk.operationCount() + count);
    }

    @Override
    public boolean isInterruptible() {
        return true;
    }

    @Override
    public void onKill(boolean isPowerCut) {
        use(isPowerCut ? disk.crash(random) : disk.kill());
        tornCount += disk.tornCount();
        lostCount += disk.lostCount();
    }
}
