package io.github.reactiveraft.test.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What clients that never rest see of registers that never fail: each operation takes effect at a random moment between
 * its call and its return, and every write has a value of its own.
 */
final class LongHistory {

    private static final int LONGEST = 1_000;

    private final SplittableRandom random;
    private final int doubtPerMille;
    private final List<Operation<RegisterInput<Integer>, RegisterOutput<Integer>>> operations = new ArrayList<>();

    /** The operations are listed as they take effect. */
    LongHistory(long seed, int operationCount, int clientCount, int keyCount, int doubtPerMille) {
        this.random = new SplittableRandom(seed);
        this.doubtPerMille = doubtPerMille;
        int[] values = new int[keyCount];
        for (Plan plan : plans(operationCount, clientCount)) {
            int key = random.nextInt(keyCount);
            RegisterInput<Integer> input = input(values[key]);
            boolean isDone = !isOneOf(doubtPerMille, 2_000);
            RegisterOutput<Integer> output = isDone ? apply(input, values, key) : new RegisterOutput.Written<>();
            operations.add(new Operation<>(
                    "c" + plan.client(),
                    "k" + key,
                    input,
                    plan.calledAt(),
                    outcome(isDone, output, plan.returnedAt())));
        }
    }

    List<Operation<RegisterInput<Integer>, RegisterOutput<Integer>>> operations() {
        return List.copyOf(operations);
    }

    /** Gives the first completed read at or after this index the value that every register held in the beginning. */
    Operation<RegisterInput<Integer>, RegisterOutput<Integer>> plantStaleRead(int from) {
        int index = from;
        while (!(operations.get(index).outcome().output() instanceof RegisterOutput.Value)) {
            index++;
        }
        Operation<RegisterInput<Integer>, RegisterOutput<Integer>> read = operations.get(index);
        Outcome<RegisterOutput<Integer>> stale = new Outcome.Completed<>(
                new RegisterOutput.Value<>(0), read.outcome().returnedAt());
        Operation<RegisterInput<Integer>, RegisterOutput<Integer>> planted =
                new Operation<>(read.client(), read.key(), read.input(), read.calledAt(), stale);
        operations.set(index, planted);
        return planted;
    }

    private List<Plan> plans(int operationCount, int clientCount) {
        long[] idleSince = new long[clientCount];
        List<Plan> plans = new ArrayList<>(operationCount);
        for (int index = 0; index < operationCount; index++) {
            int client = index % clientCount;
            long calledAt = idleSince[client] + 1 + random.nextInt(LONGEST / 10);
            long returnedAt = calledAt + random.nextInt(LONGEST);
            idleSince[client] = returnedAt;
            plans.add(new Plan(client, calledAt, random.nextLong(calledAt, returnedAt + 1), returnedAt));
        }
        plans.sort(Comparator.comparingLong(Plan::takesEffectAt));
        return plans;
    }

    private RegisterInput<Integer> input(int current) {
        return switch (random.nextInt(4)) {
            case 0 -> new RegisterInput.Write<>(operations.size() + 1);
            case 1 ->
                new RegisterInput.CompareAndSet<>(
                        random.nextBoolean() ? current : random.nextInt(operations.size() + 1), operations.size() + 1);
            default -> new RegisterInput.Read<>();
        };
    }

    private static RegisterOutput<Integer> apply(RegisterInput<Integer> input, int[] values, int key) {
        if (input instanceof RegisterInput.Write<Integer> write) {
            values[key] = write.value();
            return new RegisterOutput.Written<>();
        }
        if (input instanceof RegisterInput.CompareAndSet<Integer> swap) {
            boolean isSwapped = swap.expected() == values[key];
            values[key] = isSwapped ? swap.value() : values[key];
            return new RegisterOutput.Swapped<>(isSwapped);
        }
        return new RegisterOutput.Value<>(values[key]);
    }

    private Outcome<RegisterOutput<Integer>> outcome(boolean isDone, RegisterOutput<Integer> output, long returnedAt) {
        if (!isDone) {
            return new Outcome.Unknown<>();
        }
        if (isOneOf(doubtPerMille, 2_000)) {
            return random.nextBoolean() ? new Outcome.Unknown<>() : new Outcome.Happened<>();
        }
        return new Outcome.Completed<>(output, returnedAt);
    }

    private boolean isOneOf(int count, int of) {
        return random.nextInt(of) < count;
    }

    private record Plan(int client, long calledAt, long takesEffectAt, long returnedAt) {}
}
