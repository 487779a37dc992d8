package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.commands;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.spi.LogWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The writes of a node that sees many terms: votes, appends, conflicts, in calls of one to three. */
final class RandomWrites {

    private static final int[] PAYLOADS = {0, 1, 30, 300, 1024};

    private final RandomGenerator random;

    RandomWrites(RandomGenerator random) {
        this.random = random;
    }

    /** One call, given what is kept before it. */
    List<LogWrite> next(Kept before) {
        List<LogWrite> writes = new ArrayList<>();
        Kept at = before;
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            writes.add(write(at));
            at = before.after(writes);
        }
        return writes;
    }

    private LogWrite write(Kept at) {
        HardState state = state(at);
        long term = Math.max(1, (state == null ? at.hardState() : state).term());
        long last = at.log().lastIndex();
        long cut = 0;
        if (last > 0 && term > at.log().lastTerm() && random.nextInt(3) == 0) {
            cut = Math.max(1, last - random.nextInt(20));
            last = cut - 1;
        }
        boolean appends = random.nextInt(4) > 0 && term >= at.log().upTo(last).lastTerm();
        int payload = PAYLOADS[random.nextInt(PAYLOADS.length)];
        EntryBatch entries =
                appends ? commands(term, last + 1, last + 1 + random.nextInt(4), payload) : EntryBatch.empty();
        return new LogWrite(state, cut, entries);
    }

    private @Nullable HardState state(Kept at) {
        HardState known = at.hardState();
        return switch (random.nextInt(4)) {
            case 0 -> known.inTerm(known.term() + 1 + random.nextInt(2), NodeId.of("n" + (1 + random.nextInt(3))));
            case 1 -> meetingMany(known);
            default -> null;
        };
    }

    /** Members with names so long that the state outgrows one sector and can be torn. */
    private HardState meetingMany(HardState known) {
        HardState met = known;
        for (int member = 0; member < 9; member++) {
            met = met.knowing(NodeId.of("n".repeat(60) + member), Incarnation.of(random.nextLong()));
        }
        return met;
    }
}
