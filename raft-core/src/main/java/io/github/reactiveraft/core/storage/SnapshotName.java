package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the files of snapshots are called. */
final class SnapshotName {

    private static final String END = ".snap";
    private static final Pattern NAME = Pattern.compile("snapshot-(\\d{19})-(\\d{19})\\.snap");

    private SnapshotName() {}

    /** A snapshot in force. */
    static String of(EntryId lastIncluded) {
        return stem(lastIncluded) + END;
    }

    /** One of this node's own state, staged. */
    static String own(EntryId lastIncluded) {
        return stem(lastIncluded) + ".own" + WholeFile.TEMPORARY;
    }

    /** One of another member, staged. */
    static String received(EntryId lastIncluded) {
        return stem(lastIncluded) + ".received" + WholeFile.TEMPORARY;
    }

    /** One that is put aside because it is damaged. */
    static String damaged(EntryId lastIncluded) {
        return of(lastIncluded) + ".damaged";
    }

    /** Which snapshot in force has this file; nothing if it is something else. */
    static Optional<EntryId> id(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            EntryId id = new EntryId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
            return id.equals(EntryId.NONE) ? Optional.empty() : Optional.of(id);
        } catch (IllegalArgumentException e) {
            // Numbers that no file of ours has.
            return Optional.empty();
        }
    }

    private static String stem(EntryId id) {
        return String.format(Locale.ROOT, "snapshot-%019d-%019d", id.term(), id.index());
    }
}
