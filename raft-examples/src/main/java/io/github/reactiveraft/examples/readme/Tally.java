package io.github.reactiveraft.examples.readme;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;

// snippet: state-machine
/** Adds up what it is given; answers and tells its watchers the total. */
public final class Tally implements StateMachine<Long, String, Long> {

    private long total;

    @Override
    public Long apply(Long delta, ApplyContext<Long> context) {
        total += delta;
        context.emit(total);
        return total;
    }

    @Override
    public Long query(String question) {
        return total;
    }

    @Override
    public Codec<Long> commandCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<String> queryCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<Long> resultCodec() {
        return Codec.int64();
    }
}
// end
