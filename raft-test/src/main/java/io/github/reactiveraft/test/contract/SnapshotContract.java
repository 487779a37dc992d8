package io.github.reactiveraft.test.contract;

import static org.junit.jupiter.api.Assertions.assertIterableEquals;

import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

/**
 * A state that was captured and restored is the same state: whoever goes on from it puts out the same. Snapshots of equal
 * states need not be the same bytes.
 */
interface SnapshotContract<C, Q, R> extends StateMachineUnderTest<C, Q, R> {

    @Test
    default void restoredReplicaGoesOnLikeOneThatNeverWas() {
        ReplicaRun<C, Q, R> settled = new ReplicaRun<>(machine());
        ReplicaRun<C, Q, R> restored = new ReplicaRun<>(machine());

        for (C command : StateMachineUnderTest.commandsOf(this)) {
            for (int chunkLength : new int[] {1, 7, Integer.MAX_VALUE}) {
                restored.moveTo(machine(), StoredSnapshot.read(restored.snapshot()), chunkLength);
            }
            for (ReplicaRun<C, Q, R> replica : List.of(settled, restored)) {
                replica.ask(queries());
                replica.apply(command);
            }
        }

        assertIterableEquals(
                settled.lines(),
                restored.lines(),
                "what a replica puts out that was never restored, and one that is restored before every command");
    }

    @Test
    default void restoringLeavesNothingOfTheStateBefore() {
        List<C> commands = StateMachineUnderTest.commandsOf(this);

        for (int count : someCounts(commands.size())) {
            ReplicaRun<C, Q, R> settled = after(commands, count);
            ReplicaRun<C, Q, R> restored = after(commands, count);
            StateMachine<C, Q, R> used = machine();
            commands.forEach(new ReplicaRun<>(used)::apply);

            restored.moveTo(used, StoredSnapshot.read(restored.snapshot()), Integer.MAX_VALUE);
            goOn(settled, commands, count);
            goOn(restored, commands, count);

            assertIterableEquals(
                    settled.lines(),
                    restored.lines(),
                    "what a replica puts out that was never restored, and one that had another state before");
        }
    }

    @Test
    default void snapshotShowsTheStateAtItsCapture() {
        List<C> commands = StateMachineUnderTest.commandsOf(this);

        for (int count : someCounts(commands.size() - 1)) {
            ReplicaRun<C, Q, R> settled = after(commands, count);
            ReplicaRun<C, Q, R> captured = after(commands, count);
            ReplicaRun<C, Q, R> restored = after(commands, count);

            Publisher<ByteBuffer> snapshot = captured.snapshot();
            restored.moveTo(machine(), readWhileGoingOn(snapshot, captured, commands, count), Integer.MAX_VALUE);
            goOn(settled, commands, count);
            goOn(restored, commands, count);

            assertIterableEquals(
                    settled.lines(),
                    captured.lines(),
                    "what a replica puts out that was never captured, and one that was");
            assertIterableEquals(
                    settled.lines(),
                    restored.lines(),
                    "what a replica puts out that was never restored, and one from a snapshot that was read later");
        }
    }

    @Test
    default void damagedSnapshotIsNoState() {
        List<C> commands = StateMachineUnderTest.commandsOf(this);
        StoredSnapshot stored =
                StoredSnapshot.read(after(commands, commands.size()).snapshot());

        for (int byteCount : someCounts(stored.length())) {
            stored.failToRestoreInto(machine(), byteCount);
        }
    }

    private StoredSnapshot readWhileGoingOn(
            Publisher<ByteBuffer> snapshot, ReplicaRun<C, Q, R> captured, List<C> commands, int count) {
        Iterator<C> later = commands.listIterator(count);
        captured.ask(queries());
        step(captured, later.next());
        StoredSnapshot stored = StoredSnapshot.read(snapshot, () -> {
            if (later.hasNext()) {
                step(captured, later.next());
            }
        });
        later.forEachRemaining(command -> step(captured, command));
        return stored;
    }

    private ReplicaRun<C, Q, R> after(List<C> commands, int count) {
        ReplicaRun<C, Q, R> replica = new ReplicaRun<>(machine());
        commands.subList(0, count).forEach(replica::apply);
        return replica;
    }

    private void goOn(ReplicaRun<C, Q, R> replica, List<C> commands, int from) {
        replica.ask(queries());
        commands.subList(from, commands.size()).forEach(command -> step(replica, command));
    }

    private void step(ReplicaRun<C, Q, R> replica, C command) {
        replica.apply(command);
        replica.ask(queries());
    }

    private static int[] someCounts(int most) {
        return IntStream.of(0, 1, most / 4, most / 2, most / 4 * 3, most)
                .filter(count -> count <= most)
                .distinct()
                .toArray();
    }
}
