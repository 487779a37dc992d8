package io.github.reactiveraft.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * One replica, fed as a node feeds it: with what a codec made out of bytes. Takes down everything it puts out, encoded,
 * one line each, for two replicas to be compared.
 */
final class ReplicaRun<C, Q, R> {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final List<byte[]> outputs = new ArrayList<>();
    private StateMachine<C, Q, R> machine;
    private long index;

    ReplicaRun(StateMachine<C, Q, R> machine) {
        this.machine = machine;
    }

    /** Everything put out so far. */
    List<String> lines() {
        return lines;
    }

    /** Every result, change and answer so far, encoded. */
    List<byte[]> outputs() {
        return outputs;
    }

    void apply(C command) {
        index++;
        String what = "command " + index;
        C decoded = decode(machine.commandCodec(), encode(machine.commandCodec(), command));
        List<String> changes = new ArrayList<>();
        R result = machine.apply(decoded, new Context(index, changes));
        lines.add("result of " + what + ": " + hex(result, what));
        lines.addAll(changes);
        lines.add("digest after " + what + ": " + digest());
    }

    private String digest() {
        long digest = machine.digest();
        assertEquals(digest, machine.digest(), () -> "digests of one state, after command " + index);
        return HexFormat.of().toHexDigits(digest);
    }

    /** A query may be refused, but then everywhere. */
    String answer(Q query) {
        Q decoded = decode(machine.queryCodec(), encode(machine.queryCodec(), query));
        @Nullable R answer;
        try {
            answer = machine.query(decoded);
        } catch (RuntimeException refused) {
            return "refused with " + refused.getClass().getName();
        }
        return hex(answer, "query '" + query + "'");
    }

    void ask(List<Q> queries) {
        for (int number = 0; number < queries.size(); number++) {
            lines.add("answer to query " + number + " after command " + index + ": " + answer(queries.get(number)));
        }
    }

    Publisher<ByteBuffer> snapshot() {
        return present(machine.snapshot(), "snapshot() returns null");
    }

    /** Goes on with another machine, which takes over the state from a snapshot. */
    void moveTo(StateMachine<C, Q, R> next, StoredSnapshot snapshot, int chunkLength) {
        snapshot.restoreInto(next, chunkLength);
        machine = next;
    }

    private String hex(@Nullable R output, String cause) {
        R present = present(output, cause + " is answered with null: answer with a value that says so");
        byte[] encoded = encode(machine.resultCodec(), present);
        outputs.add(encoded);
        return HexFormat.of().formatHex(encoded);
    }

    static <T> byte[] encode(Codec<T> codec, T value) {
        return present(codec.encode(value), "a codec encodes '" + value + "' as null");
    }

    /** From a buffer like that of a node: read-only, and more in memory than is meant. */
    static <T> T decode(Codec<T> codec, byte[] encoded) {
        ByteBuffer memory = ByteBuffer.allocate(encoded.length + 2);
        memory.put((byte) 0x7F).put(encoded).put((byte) 0x7F);
        ByteBuffer meant = memory.flip().position(1).limit(1 + encoded.length).asReadOnlyBuffer();
        return present(codec.decode(meant), "a codec decodes " + HexFormat.of().formatHex(encoded) + " to null");
    }

    private static <T> T present(@Nullable T value, String complaint) {
        return value == null ? fail(complaint) : value;
    }

    private final class Context implements ApplyContext<R> {
        private final long index;
        private final List<String> changes;
        private final RandomGenerator random;

        Context(long index, List<String> changes) {
            this.index = index;
            this.changes = changes;
            this.random = new SplittableRandom(index);
        }

        @Override
        public long index() {
            return index;
        }

        @Override
        public long term() {
            return 1;
        }

        @Override
        public Instant timestamp() {
            return START.plusSeconds(index);
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public void emit(R change) {
            changes.add("change of command " + index + ": " + hex(change, "a watcher of command " + index));
        }
    }
}
