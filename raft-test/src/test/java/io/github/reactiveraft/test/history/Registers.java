package io.github.reactiveraft.test.history;

/** A history of registers in few words: one line for each operation. */
final class Registers {

    private final History<RegisterInput<Integer>, RegisterOutput<Integer>> history = new History<>();
    private final String key;

    Registers() {
        this("x");
    }

    Registers(String key) {
        this.key = key;
    }

    Registers write(int value, long calledAt, long returnedAt) {
        return completed(new RegisterInput.Write<>(value), new RegisterOutput.Written<>(), calledAt, returnedAt);
    }

    Registers read(int value, long calledAt, long returnedAt) {
        return completed(new RegisterInput.Read<>(), new RegisterOutput.Value<>(value), calledAt, returnedAt);
    }

    Registers swap(int expected, int value, boolean isSwapped, long calledAt, long returnedAt) {
        RegisterInput<Integer> swap = new RegisterInput.CompareAndSet<>(expected, value);
        return completed(swap, new RegisterOutput.Swapped<>(isSwapped), calledAt, returnedAt);
    }

    Registers writeInDoubt(int value, long calledAt) {
        history.lost(history.invoke("c", key, new RegisterInput.Write<>(value), calledAt));
        return this;
    }

    Registers writeThatHappened(int value, long calledAt) {
        history.happened(history.invoke("c", key, new RegisterInput.Write<>(value), calledAt));
        return this;
    }

    Verdict verdict() {
        return new LinearizabilityChecker<>(new RegisterModel<>(0)).check(history.operations());
    }

    Verdict verdictWithin(int configurationLimit) {
        return new LinearizabilityChecker<>(new RegisterModel<>(0), configurationLimit).check(history.operations());
    }

    private Registers completed(
            RegisterInput<Integer> input, RegisterOutput<Integer> output, long calledAt, long returnedAt) {
        history.complete(history.invoke("c", key, input, calledAt), output, returnedAt);
        return this;
    }
}
