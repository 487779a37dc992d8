package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Put;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import io.github.reactiveraft.test.history.Model;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of the store, without times to live: what was the log's time when an end passed, no client knows. An input is a
 * command, or empty for a read.
 *
 * <p>Which log index a write gets cannot be told beforehand, but it is greater than that of every write before it, and whoever
 * sees the value sees the index with it.
 */
public final class KvModel implements Model<KvModel.Held, Optional<KvCommand>, KvOutput> {

    /**
     * What the key holds.
     *
     * @param value empty if it is absent
     * @param version the value's, or if that is not known, or the key absent, what is smaller than the next one seen
     * @param isKnown whether somebody was told the version of this very value
     */
    public record Held(Optional<String> value, long version, boolean isKnown) {

        boolean isSeenAs(Optional<String> seen, long seenVersion) {
            if (!value.equals(seen)) {
                return false;
            }
            if (value.isEmpty()) {
                return seenVersion == 0;
            }
            return isKnown ? seenVersion == version : seenVersion > version;
        }

        Held known(long seenVersion) {
            return value.isEmpty() ? this : new Held(value, seenVersion, true);
        }

        Held after(Optional<String> next) {
            return new Held(next, version, false);
        }
    }

    @Override
    public Held initial() {
        return new Held(Optional.empty(), 0, false);
    }

    @Override
    public Optional<Held> step(Held state, Optional<KvCommand> input, @Nullable KvOutput output) {
        return input.map(command -> command(state, command, (Done) output))
                .orElseGet(() -> read(state, (Value) output));
    }

    private static Optional<Held> read(Held state, @Nullable Value output) {
        if (output == null) {
            return Optional.of(state);
        }
        return state.isSeenAs(output.value(), output.version())
                ? Optional.of(state.known(output.version()))
                : Optional.empty();
    }

    private static Optional<Held> command(Held state, KvCommand command, @Nullable Done output) {
        boolean isDone = isDone(state, command);
        Held next = isDone ? state.after(written(command)) : state;
        if (output == null) {
            return Optional.of(next);
        }
        boolean isAnswer = output.isDone() == isDone
                && output.before().equals(state.value())
                && next.isSeenAs(next.value(), output.version());
        return isAnswer ? Optional.of(next.known(output.version())) : Optional.empty();
    }

    private static boolean isDone(Held state, KvCommand command) {
        if (command instanceof CompareAndSet swap) {
            return state.value().equals(swap.expected());
        }
        return command instanceof Put || state.value().isPresent();
    }

    private static Optional<String> written(KvCommand command) {
        if (command instanceof CompareAndSet swap) {
            return Optional.of(swap.value());
        }
        return command instanceof Put put ? Optional.of(put.value()) : Optional.empty();
    }
}
