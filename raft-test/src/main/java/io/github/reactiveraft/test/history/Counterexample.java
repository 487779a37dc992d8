package io.github.reactiveraft.test.history;

import java.util.List;

/**
 * Why a history has no explanation: the one that came furthest, and what it fails at. Its {@code toString} is a report for
 * a person.
 *
 * @param key whose operations these are
 * @param prefix the longest order that could be found, as it would have taken effect
 * @param state what that order leaves behind
 * @param stuck the operations that time allows to come next, and none of which the model does; the first of them is the one
 *     that cannot wait any longer, as it returns first
 */
public record Counterexample(String key, List<Operation<?, ?>> prefix, Object state, List<Operation<?, ?>> stuck) {

    /** A longer order is cut in the report: what led here is near its end. */
    private static final int SHOWN_COUNT = 20;

    /** Copies the lists. */
    public Counterexample {
        prefix = List.copyOf(prefix);
        stuck = List.copyOf(stuck);
    }

    @Override
    public String toString() {
        StringBuilder report = new StringBuilder(1_000);
        report.append("Key \"").append(key).append("\" is not linearizable.\n");
        report.append("No order explains more than these operations:\n");
        int hiddenCount = Math.max(0, prefix.size() - SHOWN_COUNT);
        if (hiddenCount > 0) {
            report.append("  (").append(hiddenCount).append(" before)\n");
        }
        appendLines(report, prefix.subList(hiddenCount, prefix.size()));
        report.append("They leave the state ").append(state).append(", in which none of these can come next:\n");
        appendLines(report, stuck);
        return report.toString();
    }

    private static void appendLines(StringBuilder report, List<Operation<?, ?>> operations) {
        if (operations.isEmpty()) {
            report.append("  (none)\n");
        }
        operations.forEach(operation -> report.append("  ").append(operation).append('\n'));
    }
}
