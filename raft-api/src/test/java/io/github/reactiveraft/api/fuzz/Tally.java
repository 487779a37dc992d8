package io.github.reactiveraft.api.fuzz;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What became of many inputs; a decoder that refuses all of them at its first check has not been tested. */
public final class Tally {

    /** Fewer inputs prove nothing about what is reached: somebody repeats a failure. */
    private static final long FEW = 1_000;

    /** Behind this, messages tell what can be done, or quote what came in. */
    private static final int WORDS = 100;

    private static final Pattern QUOTED = Pattern.compile("'[^']*'?|[0-9]+");

    private final long plannedCount;
    private final Set<String> reasons = new TreeSet<>();
    private long takenCount;
    private long refusedCount;

    Tally(long plannedCount) {
        this.plannedCount = plannedCount;
    }

    void add(Optional<RuntimeException> refusal) {
        if (refusal.isEmpty()) {
            takenCount++;
        } else {
            refusedCount++;
            reasons.add(reason(refusal.get()));
        }
    }

    /** What it says in words, without numbers and without what it quotes. */
    private static String reason(RuntimeException refusal) {
        String words = QUOTED.matcher(String.valueOf(refusal.getMessage())).replaceAll("");
        return words.substring(0, Math.min(words.length(), WORDS));
    }

    /** Fails unless input was refused for this many reasons, and some was taken in spite of its damage. */
    public void requireReached(int reasonCount) {
        if (plannedCount >= FEW && (reasons.size() < reasonCount || takenCount == 0)) {
            throw new AssertionError(this + ", where " + reasonCount
                    + " reasons were to be reached and some input taken: " + String.join("\n", reasons));
        }
    }

    @Override
    public String toString() {
        return takenCount + " inputs taken, " + refusedCount + " refused for " + reasons.size() + " reasons";
    }
}
