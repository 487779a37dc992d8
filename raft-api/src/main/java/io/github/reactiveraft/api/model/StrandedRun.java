package io.github.reactiveraft.api.model;

/**
 * Entries that can be read behind damage in a log, but are not connected with what is in front of it: a part of some log
 * that was here.
 *
 * @param before the last entry that the log had in front of them, which damage has cost
 * @param last the last of them
 */
public record StrandedRun(EntryId before, EntryId last) {

    /** Checks that there is an entry. */
    public StrandedRun {
        if (last.index() <= before.index() || last.term() < before.term()) {
            throw new IllegalArgumentException("No entries after " + before + " up to " + last);
        }
    }
}
