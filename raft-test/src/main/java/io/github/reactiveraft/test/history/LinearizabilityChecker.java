package io.github.reactiveraft.test.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Judges whether a history is linearizable: whether each operation can have taken effect at one moment between its call
 * and its return, so that one copy of the object, asked at these moments, would have given the same answers. Keys are
 * judged one by one, which is exact because operations name one key each.
 *
 * <p>The time it takes grows with the length of the history, but exponentially with what is open at once under one key:
 * about ten clients a key and a few dozen operations in doubt are well within reach. So that it always ends, it gives up
 * a key after a number of configurations, never by a clock; the same history always gets the same verdict.
 *
 * <p>Immutable; may be used by any number of threads if the model may.
 *
 * @param <S> states of the model
 * @param <I> inputs
 * @param <O> outputs
 */
public final class LinearizabilityChecker<S, I, O> {

    /** Enough for a million operations under one key without doubt, and within a quarter of a gigabyte. */
    private static final int CONFIGURATION_LIMIT = 2_000_000;

    private final Model<S, I, O> model;
    private final int configurationLimit;

    /** Gives up a key after two million configurations. */
    public LinearizabilityChecker(Model<S, I, O> model) {
        this(model, CONFIGURATION_LIMIT);
    }

    /**
     * Gives up a key after {@code configurationLimit} configurations, each of which takes about 120 bytes while the key is
     * searched. An operation that is never in conflict takes one.
     *
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public LinearizabilityChecker(Model<S, I, O> model, int configurationLimit) {
        if (configurationLimit < 1) {
            throw new IllegalArgumentException("The limit must be at least 1, but is " + configurationLimit);
        }
        this.model = Objects.requireNonNull(model, "model");
        this.configurationLimit = configurationLimit;
    }

    /**
     * Judges a history; blocks the caller for as long as it takes. A key that is violated decides, even if another had to
     * be given up.
     *
     * @param history in any order; operations of one time and key are tried in the order given
     * @throws IllegalArgumentException if the model meets an answer that does not belong to its input
     */
    public Verdict check(List<Operation<I, O>> history) {
        Map<String, List<Operation<I, O>>> partitions = new LinkedHashMap<>();
        history.forEach(operation -> partitions
                .computeIfAbsent(operation.key(), key -> new ArrayList<>())
                .add(operation));
        int longest = partitions.values().stream().mapToInt(List::size).max().orElse(0);
        long judgedCount = 0;
        long configurationCount = 0;
        List<String> givenUp = new ArrayList<>();
        for (Map.Entry<String, List<Operation<I, O>>> partition : partitions.entrySet()) {
            OrderSearch<S, I, O> search =
                    new OrderSearch<>(model, new Timeline<>(partition.getValue()), configurationLimit);
            OrderSearch.Ending ending = search.run();
            configurationCount += search.configurationCount();
            if (ending == OrderSearch.Ending.GIVEN_UP) {
                givenUp.add(partition.getKey());
                continue;
            }
            judgedCount += partition.getValue().size();
            if (ending == OrderSearch.Ending.NONE) {
                return new Verdict.Violated(
                        new Verdict.Figures(judgedCount, longest, configurationCount),
                        search.counterexample(partition.getKey()));
            }
        }
        Verdict.Figures figures = new Verdict.Figures(judgedCount, longest, configurationCount);
        return givenUp.isEmpty()
                ? new Verdict.Linearizable(figures)
                : new Verdict.Unknown(figures, reason(givenUp, partitions));
    }

    private String reason(List<String> givenUp, Map<String, List<Operation<I, O>>> partitions) {
        return givenUp.size() + " of " + partitions.size() + " keys given up after " + configurationLimit
                + " configurations each, the first \"" + givenUp.get(0) + "\"";
    }
}
