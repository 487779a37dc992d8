package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts of a log that is read from its first frame to its last, of which some may be damaged.
 *
 * <p>Behind a damaged place nothing counts until the log is <em>connected</em> again. Every frame and every file says
 * which entry, by term and index, was the last one before it. If the log in front of the damage has that entry, then by
 * log matching (§5.3) it has all that was there then, and what the damage has cost was removed or repaired since; so it
 * goes on. It goes on, too, where the last entry of the newest snapshot stands. All else is kept apart in {@link #runs},
 * and the log is in doubt: it ends in front of the damage, and how far it reached is in {@link #claim}.
 */
final class ScannedLog {

    private final LogIndex index;
    private final EntryId snapshot;
    private final List<LogIndex> runs = new ArrayList<>();
    /** Those that did not count when the log was connected again: whatever did that need not have made up for them. */
    private final List<LogIndex> passed = new ArrayList<>();

    private @Nullable LogIndex run;
    private boolean isConnected = true;
    /** The last entry that the log is known to have had at this place; null behind damage. */
    private @Nullable EntryId tail;
    /** The index that is due, as far as anything readable told. */
    private long due;

    private long highestTerm;

    /**
     * Of a log that was not read yet.
     *
     * @param index what counts goes here
     * @param snapshot the last entry of the newest snapshot that is sound, {@link EntryId#NONE} if there is none
     */
    ScannedLog(LogIndex index, EntryId snapshot) {
        this.index = index;
        this.snapshot = snapshot;
        this.highestTerm = snapshot.term();
    }

    /** What counts so far. */
    LogIndex index() {
        return index;
    }

    /** What can be read behind damage, but does not count: each a part of some log that was here. */
    List<LogIndex> runs() {
        return runs;
    }

    /** All that does not count, of which some may have been replaced since: of use if the log lacks something in spite of all. */
    List<LogIndex> stranded() {
        List<LogIndex> all = new ArrayList<>(passed);
        all.addAll(runs);
        return all;
    }

    /** Whether nothing is lacking in front of the place where the reading is. */
    boolean isConnected() {
        return isConnected;
    }

    /**
     * The last entry that the log had when it was written last, if it lacks some of them; if damage at its end leaves that
     * unknown, all that there can be up to a term. {@link EntryId#NONE} if it is whole.
     */
    EntryId claim(long term) {
        if (isConnected) {
            return EntryId.NONE;
        }
        return tail == null ? DoubtFile.anythingOf(Math.max(term, highestTerm)) : tail;
    }

    /** The last entry that the log is known to have had here, or null behind damage. */
    @Nullable
    EntryId tail() {
        return tail;
    }

    /** The index that is due, as far as anything readable told. */
    long due() {
        return due;
    }

    /** Begins behind an entry. */
    void startBehind(EntryId base) {
        index.startBehind(base.index(), base.term());
        settle(base);
    }

    /** The log is known to have ended with an entry here. */
    void settle(EntryId last) {
        tail = last;
        due = last.index() + 1;
        highestTerm = Math.max(highestTerm, last.term());
    }

    /** Entries up to an index stood here, and that is all that is known. */
    void skip(long upToIndex) {
        due = upToIndex + 1;
    }

    /** Something here cannot be read. */
    void disconnect() {
        isConnected = false;
        run = null;
        tail = null;
    }

    /** Takes what a frame says: entries, none for a frame of another kind. */
    void take(Segment segment, Frame frame, EntryBatch entries) {
        append(isConnected ? index : runFor(frame), segment, frame, entries);
        settle(entries.isEmpty() ? frame.before() : new EntryId(entries.lastTerm(), entries.lastIndex()));
    }

    private static void append(LogIndex log, Segment segment, Frame frame, EntryBatch entries) {
        if (frame.kind() == Frame.TRUNCATION) {
            log.truncateFrom(frame.index(), frame.previousTerm());
        }
        EntryBatch rest = entries.isEmpty() ? entries : entries.from(log.lastIndex() + 1);
        if (!rest.isEmpty()) {
            log.append(segment, frame.position(), rest);
        }
    }

    /** A part of a log of its own, behind damage. */
    private LogIndex runFor(Frame frame) {
        LogIndex present = run;
        if (present == null || !present.contains(frame.before())) {
            present = new LogIndex();
            present.startBehind(frame.index() - 1, frame.previousTerm());
            runs.add(present);
            run = present;
        } else {
            present.truncateFrom(frame.index(), frame.previousTerm());
        }
        return present;
    }

    /** Goes on if the log in front of the damage has the entry after which something stands, or the snapshot ends there. */
    void reconnect(EntryId before) {
        if (isConnected) {
            return;
        }
        if (index.contains(before)) {
            index.truncateFrom(before.index() + 1, before.term());
            connect();
        } else if (before.equals(snapshot)) {
            index.startBehind(snapshot.index(), snapshot.term());
            connect();
        }
    }

    /** Goes on if the newest snapshot ends within entries. */
    void reconnectWithin(EntryBatch entries) {
        if (!isConnected
                && !entries.isEmpty()
                && entries.firstIndex() <= snapshot.index()
                && entries.lastIndex() >= snapshot.index()
                && entries.term(snapshot.index()) == snapshot.term()) {
            index.startBehind(snapshot.index(), snapshot.term());
            connect();
        }
    }

    private void connect() {
        isConnected = true;
        run = null;
        passed.addAll(runs);
        runs.clear();
    }
}
