package io.github.reactiveraft.test.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Makes random histories of a few operations that mostly overlap, often at equal times, with every kind of outcome. They
 * are run on a true copy, at a moment between call and return; then none, half or all of the answers are replaced.
 */
final class SmallHistories<S, I, O> {

    private static final int LAST_CALL = 8;
    private static final int LONGEST = 4;

    private final Model<S, I, O> model;
    private final Vocabulary<I, O> vocabulary;

    SmallHistories(Model<S, I, O> model, Vocabulary<I, O> vocabulary) {
        this.model = model;
        this.vocabulary = vocabulary;
    }

    List<Operation<I, O>> next(RandomGenerator random, int count) {
        int keyCount = random.nextInt(1, 3);
        List<Plan<I>> plans = new ArrayList<>();
        for (int client = 0; client < count; client++) {
            long calledAt = random.nextInt(LAST_CALL);
            long lasts = random.nextInt(LONGEST);
            plans.add(new Plan<>(
                    "c" + client,
                    "k" + random.nextInt(keyCount),
                    vocabulary.input(random),
                    calledAt,
                    calledAt + lasts,
                    calledAt + random.nextDouble() * lasts));
        }
        plans.sort(Comparator.comparingDouble(Plan::takesEffectAt));
        int lieCount = random.nextInt(3);
        Map<String, S> states = new TreeMap<>();
        List<Operation<I, O>> operations = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            operations.add(run(plans.get(index), random, states, lieCount));
        }
        operations.sort(Comparator.comparing(Operation::client));
        return operations;
    }

    private Operation<I, O> run(Plan<I> plan, RandomGenerator random, Map<String, S> states, int lieCount) {
        int kind = random.nextInt(10);
        List<O> answers = vocabulary.answers(plan.input());
        S before = states.getOrDefault(plan.key(), model.initial());
        O lie = answers.get(random.nextInt(answers.size()));
        O answer = answers.stream()
                .filter(one -> model.step(before, plan.input(), one).isPresent())
                .findFirst()
                .orElse(lie);
        if (kind != 0) {
            states.put(plan.key(), model.step(before, plan.input(), answer).orElse(before));
        }
        O told = random.nextInt(2) < lieCount ? lie : answer;
        return new Operation<>(plan.client(), plan.key(), plan.input(), plan.calledAt(), outcome(kind, told, plan));
    }

    private static <I, O> Outcome<O> outcome(int kind, O told, Plan<I> plan) {
        if (kind < 2) {
            return new Outcome.Unknown<>();
        }
        return kind == 2 ? new Outcome.Happened<>() : new Outcome.Completed<>(told, plan.returnedAt());
    }

    /** What a model can be asked, and every answer that could come to somebody's mind. */
    interface Vocabulary<I, O> {

        I input(RandomGenerator random);

        List<O> answers(I input);
    }

    private record Plan<I>(String client, String key, I input, long calledAt, long returnedAt, double takesEffectAt) {}
}
