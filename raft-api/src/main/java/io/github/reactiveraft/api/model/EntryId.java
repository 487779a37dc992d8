package io.github.reactiveraft.api.model;

/**
 * Names a log entry. Ordered by term, then index: the order in which logs are compared for up-to-dateness (§5.4.1).
 *
 * @param term the term it was created in, from 1; 0 only in {@link #NONE}
 * @param index its position, from 1; 0 only in {@link #NONE}
 */
public record EntryId(long term, long index) implements Comparable<EntryId> {

    /** What stands before the first entry of a log. */
    public static final EntryId NONE = new EntryId(0, 0);

    /**
     * Checks that both or neither are zero.
     *
     * @throws IllegalArgumentException if one is negative or only one is zero
     */
    public EntryId {
        if (term < 0 || index < 0 || (term == 0) != (index == 0)) {
            throw new IllegalArgumentException("No entry can have term " + term + " and index " + index);
        }
    }

    /** By term, then by index (§5.4.1: the later term wins, and within a term the longer log). */
    @Override
    public int compareTo(EntryId other) {
        int byTerm = Long.compare(term, other.term);
        return byTerm != 0 ? byTerm : Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return term + "/" + index;
    }
}
