package io.github.reactiveraft.test.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The operations of one key, in two orders. A <em>position</em> counts calls in time, from 1 on. A <em>number</em> counts
 * what must be explained first: the completed ones as they returned, then those known to have happened, then those in
 * doubt, so that the search is at its end as soon as the numbers up to {@link #certainCount} are placed.
 */
final class Timeline<I, O> {

    private final List<Operation<I, O>> byCall;
    private final int[] numbers;
    private final int[] positions;
    private final int[] reaches;
    private final int certainCount;

    Timeline(List<Operation<I, O>> operations) {
        byCall = operations.stream()
                .sorted(Comparator.comparingLong(Operation::calledAt))
                .toList();
        int count = byCall.size();
        numbers = new int[count + 1];
        positions = byReturn();
        reaches = new int[count];
        int certain = 0;
        int reach = 0;
        for (int number = 0; number < count; number++) {
            numbers[positions[number]] = number;
            Outcome<O> outcome = operation(number).outcome();
            certain += outcome.isCertain() ? 1 : 0;
            while (reach < count && byCall.get(reach).calledAt() <= outcome.returnedAt()) {
                reach++;
            }
            reaches[number] = reach;
        }
        certainCount = certain;
    }

    int count() {
        return byCall.size();
    }

    /** How many operations every explanation has; they have the lowest numbers. */
    int certainCount() {
        return certainCount;
    }

    Operation<I, O> operation(int number) {
        return byCall.get(positions[number] - 1);
    }

    int number(int position) {
        return numbers[position];
    }

    int position(int number) {
        return positions[number];
    }

    /** The last position called no later than this operation returned: what is beyond must come after it. */
    int reach(int number) {
        return reaches[number];
    }

    private int[] byReturn() {
        Integer[] sorted = new Integer[byCall.size()];
        Arrays.setAll(sorted, index -> index + 1);
        Comparator<Integer> byDoubt =
                Comparator.comparing(position -> !outcome(position).isCertain());
        Arrays.sort(
                sorted, byDoubt.thenComparingLong(position -> outcome(position).returnedAt()));
        return Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
    }

    private Outcome<O> outcome(int position) {
        return byCall.get(position - 1).outcome();
    }
}
