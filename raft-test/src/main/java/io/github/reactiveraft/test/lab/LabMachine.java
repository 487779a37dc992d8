package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;

/** Takes any text; the simulated cluster remembers what was applied, so this does not have to. */
final class LabMachine implements StateMachine<String, String, String> {

    @Override
    public Codec<String> commandCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<String> queryCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<String> resultCodec() {
        return Codec.utf8();
    }

    @Override
    public String apply(String command, ApplyContext<String> context) {
        return command;
    }

    @Override
    public String query(String query) {
        return query;
    }
}
