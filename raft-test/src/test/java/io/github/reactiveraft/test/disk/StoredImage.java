package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A directory as a node leaves it: after a life of entries in several files, conflicts, snapshots of its own and of others,
 * votes and members met, it was closed, or its process ended, or the power failed in the middle of whatever it did.
 *
 * @param disk what is left
 * @param possible what may be found on it, what was acknowledged first
 * @param written all entries that ever were in its log
 */
record StoredImage(CrashDisk disk, List<KeptWithSnapshot> possible, Set<LogEntry> written) {

    static StoredImage of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SnapshotRun run = new SnapshotRun(new CrashDisk()).withTermsFirst();
        int ending = random.nextInt(3);
        if (ending == 0) {
            run.disk().stopAfter(random.nextInt(20, 250));
        }
        try {
            live(run, random);
            if (ending == 1) {
                run.storage().close();
            }
        } catch (StorageException e) {
            if (ending != 0) {
                throw e;
            }
        }
        CrashDisk left = ending == 0 ? run.disk().crash(random) : run.disk().kill();
        return new StoredImage(left, run.possible(), run.written());
    }

    private static void live(SnapshotRun run, SplittableRandom random) {
        run.open();
        for (int year = random.nextInt(1, 8); year > 0; year--) {
            new RandomSnapshots(random, random.nextInt(1, 4)).play(run);
            HardState state = run.now().hardState();
            switch (random.nextInt(4)) {
                case 0 ->
                    write(run, state.knowing(NodeId.of("m" + random.nextInt(20)), Incarnation.of(random.nextLong())));
                case 1, 2 -> write(run, voted(run, state, random));
                default -> {
                    // Nothing is heard of others.
                }
            }
        }
    }

    private static HardState voted(SnapshotRun run, HardState state, SplittableRandom random) {
        long term = Math.max(state.term(), run.now().last().term()) + random.nextInt(1, 3);
        return state.inTerm(term, random.nextBoolean() ? NodeId.of("n" + random.nextInt(1, 4)) : null);
    }

    private static void write(SnapshotRun run, HardState state) {
        run.write(new LogWrite(state, 0, EntryBatch.empty()));
    }
}
