package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;

/** Registers that are read, written, and compared and set. Every write, done or not, is a change that watchers see. */
final class RegisterMachine implements StateMachine<RegisterWrite, Integer, RegisterAnswer> {

    private static final Codec<Integer> KEY =
            Codec.of(key -> ByteBuffer.allocate(Integer.BYTES).putInt(key).array(), ByteBuffer::getInt);

    private final SortedMap<Integer, Long> registers = new TreeMap<>();

    @Override
    public RegisterAnswer apply(RegisterWrite write, ApplyContext<RegisterAnswer> context) {
        RegisterAnswer answer = apply(write);
        context.emit(answer);
        return answer;
    }

    /** Takes a write; what it does depends on the writes before it and on nothing else. */
    RegisterAnswer apply(RegisterWrite write) {
        boolean isDone = !write.isConditional() || query(write.key()).value() == write.expected();
        if (isDone) {
            registers.put(write.key(), write.value());
        }
        return new RegisterAnswer(isDone, write.value());
    }

    @Override
    public RegisterAnswer query(Integer key) {
        return new RegisterAnswer(true, registers.getOrDefault(key, RegisterWrite.INITIAL));
    }

    @Override
    public Codec<RegisterWrite> commandCodec() {
        return RegisterWrite.CODEC;
    }

    @Override
    public Codec<Integer> queryCodec() {
        return KEY;
    }

    @Override
    public Codec<RegisterAnswer> resultCodec() {
        return RegisterAnswer.CODEC;
    }
}
