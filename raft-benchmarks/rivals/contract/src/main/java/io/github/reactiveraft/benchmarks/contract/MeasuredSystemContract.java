package io.github.reactiveraft.benchmarks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has to be true of a system before it is worth measuring. A test class implements it and is done. */
public interface MeasuredSystemContract {

    /** The subject. */
    MeasuredSystem system();

    /** Whether {@link Caller#readFromFollower} is something that it can do. */
    default boolean readsFromFollowers() {
        return true;
    }

    /** Whether a member can be called from inside of its process. */
    default boolean isEmbeddable() {
        return true;
    }

    /** By how much a command of this delta moves the answer; systems that cannot add count commands instead. */
    default long moveOf(long delta) {
        return delta;
    }

    /** Three members, a client outside and one inside: every call ends once, and every command is counted once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void countsEveryCommandOnce(boolean isDurable) throws Exception {
        Members members = Members.start(system(), isDurable, 500);
        try (Caller client = system().connect(new ClientSpec(members.addresses(), 1_024))) {
            awaitWritable(client);
            long before = read(client);

            long after = before + writeAll(client, 16) + writeAll(client, 4_096);
            assertThat(read(client)).isEqualTo(after);

            RunningMember leader = members.leader();
            if (isEmbeddable()) {
                after += writeAllInside(leader, after);
            }
            assertThat(read(client)).isEqualTo(after);
            readsFromFollower(client, after);
        }
    }

    private long writeAllInside(RunningMember leader, long before) throws Exception {
        try (Caller embedded = leader.embedded()) {
            long moved = writeAll(embedded, 16);
            assertThat(read(embedded)).isEqualTo(before + moved);
            return moved;
        }
    }

    private void readsFromFollower(Caller client, long expected) throws Exception {
        Outcome outcome = new Outcome();

        client.readFromFollower(outcome);

        if (readsFromFollowers()) {
            assertThat(outcome.sum()).isEqualTo(expected);
        } else {
            assertThatThrownBy(outcome::sum).hasCauseInstanceOf(UnsupportedOperationException.class);
        }
    }

    /** Writes them all at once, from one array, as an owner may who was told that it is read before the call returns. */
    private long writeAll(Caller caller, int size) throws Exception {
        byte[] command = new byte[size];
        long moved = 0;
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Outcome outcome = new Outcome();
            outcomes.add(outcome);
            ByteBuffer.wrap(command).putLong(i);
            caller.write(command, outcome);
            moved += moveOf(i);
        }
        ByteBuffer.wrap(command).putLong(-1);
        for (Outcome outcome : outcomes) {
            outcome.sum();
        }
        assertThat(outcomes).allMatch(outcome -> outcome.endCount() == 1);
        return moved;
    }

    private static long read(Caller caller) throws Exception {
        Outcome outcome = new Outcome();
        caller.read(outcome);
        return outcome.sum();
    }

    private static void awaitWritable(Caller client) throws Exception {
        byte[] nothing = new byte[Long.BYTES];
        for (int attempt = 0; ; attempt++) {
            Outcome outcome = new Outcome();
            client.write(nothing, outcome);
            try {
                outcome.sum();
                return;
            } catch (ExecutionException e) {
                if (attempt == 600) {
                    throw e;
                }
                Members.pause();
            }
        }
    }
}
