package io.github.reactiveraft.test.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is never taken twice nor given back twice, even by an operation nobody was told about. The ready models take
 * any operation without an answer in any state, so with them it makes no difference whether one happened or only may have.
 */
final class LockModel implements Model<Boolean, LockModel.Turn, String> {

    @Override
    public Boolean initial() {
        return false;
    }

    @Override
    public Optional<Boolean> step(Boolean state, Turn input, @Nullable String output) {
        boolean isTaken = input == Turn.TAKE;
        return state == isTaken ? Optional.empty() : Optional.of(isTaken);
    }

    /** What one can do with it. */
    enum Turn {
        TAKE,
        RETURN
    }
}
