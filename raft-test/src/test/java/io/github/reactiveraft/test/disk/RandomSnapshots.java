package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.commands;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.test.contract.SnapshotSteps;
import java.util.random.RandomGenerator;

/** The life of a node that takes snapshots, falls behind, receives them, and sees conflicts behind what is committed. */
final class RandomSnapshots implements SnapshotRun.Script {

    private static final int[] PAYLOADS = {0, 30, 400, 1024};

    private final RandomGenerator random;
    private final int stepCount;

    RandomSnapshots(RandomGenerator random, int stepCount) {
        this.random = random;
        this.stepCount = stepCount;
    }

    @Override
    public void play(SnapshotRun run) {
        for (int step = 0; step < stepCount; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> run.append(term(run), 1 + random.nextInt(8), PAYLOADS[random.nextInt(PAYLOADS.length)]);
                case 2 -> cut(run);
                case 3, 4 -> takeAndAdopt(run);
                case 5 -> receive(run, EntryBatch.empty());
                case 6 -> stageInVain(run);
                default -> run.reopen();
            }
        }
    }

    /** The last term, or sometimes a later one. */
    private long term(SnapshotRun run) {
        return Math.max(1, run.now().last().term() + random.nextInt(4) / 3);
    }

    private void cut(SnapshotRun run) {
        long last = run.now().last().index();
        long uncommitted = last - run.now().snapshotIndex();
        if (uncommitted > 0) {
            long from = last - random.nextLong(Math.min(uncommitted, 12));
            long term = run.now().last().term() + 1;
            run.write(new LogWrite(null, from, commands(term, from, from + random.nextInt(3), 200)));
        }
    }

    private void takeAndAdopt(SnapshotRun run) {
        KeptWithSnapshot now = run.now();
        long fresh = now.last().index() - now.snapshotIndex();
        if (fresh > 0) {
            long index = now.snapshotIndex() + 1 + random.nextLong(fresh);
            long base = now.base().index();
            run.takeAndAdopt(index, base + random.nextLong(index - base + 1));
        }
    }

    private void receive(SnapshotRun run, EntryBatch none) {
        EntryId announced = announced(run);
        run.receive(announced, 1 + random.nextInt(40_000));
        boolean isFollowed = announced.index() > run.now().last().index() && random.nextBoolean();
        long next = announced.index() + 1;
        run.write(run.adoptReceived(announced, isFollowed ? commands(announced.term(), next, next + 2, 100) : none));
    }

    /** Something newer than the last one: within the log, in its place, or beyond it. */
    private EntryId announced(SnapshotRun run) {
        KeptWithSnapshot now = run.now();
        long fresh = now.last().index() - now.snapshotIndex();
        long term = now.last().term();
        return switch (random.nextInt(fresh > 0 ? 3 : 1)) {
            case 0 -> new EntryId(term + 1, now.last().index() + 1 + random.nextInt(9));
            case 1 -> now.id(now.snapshotIndex() + 1 + random.nextLong(fresh));
            default -> new EntryId(term + 1, now.snapshotIndex() + 1 + random.nextLong(fresh));
        };
    }

    private void stageInVain(SnapshotRun run) {
        EntryId beyond =
                new EntryId(run.now().last().term() + 1, run.now().last().index() + 1);
        if (random.nextBoolean()) {
            run.receive(beyond, 1_000);
        } else {
            run.storage()
                    .snapshots()
                    .create(SnapshotSteps.meta(beyond.term(), beyond.index()))
                    .write(SnapshotSteps.state(1, 100).buffer());
        }
    }
}
