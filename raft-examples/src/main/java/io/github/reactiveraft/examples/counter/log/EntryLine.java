package io.github.reactiveraft.examples.counter.log;

import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.examples.counter.CounterStateMachine;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is printed.
 *
 * @param time the log's time in ISO 8601
 * @param bytes the length of the payload
 * @param add what the command adds, or null if it is none of the counter's
 * @param payload the payload in hex
 */
record EntryLine(
        long index,
        long term,
        EntryType type,
        String time,
        int bytes,
        @Nullable Long add,
        String payload) {

    /** More digits than that, nobody reads in a terminal. */
    private static final int HEX_DIGITS = 64;

    static EntryLine of(LogEntry entry) {
        Proposal proposal = entry.proposal();
        byte[] payload = new byte[proposal.payload().length()];
        proposal.payload().copyTo(payload, 0);
        return new EntryLine(
                entry.id().index(),
                entry.id().term(),
                proposal.type(),
                Instant.ofEpochMilli(entry.timestamp()).toString(),
                payload.length,
                delta(proposal),
                HexFormat.of().formatHex(payload));
    }

    private static @Nullable Long delta(Proposal proposal) {
        if (proposal.type() != EntryType.COMMAND) {
            return null;
        }
        try {
            return new CounterStateMachine()
                    .commandCodec()
                    .decode(proposal.payload().buffer());
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    String text() {
        String line =
                String.format(Locale.ROOT, "%10d %6d %-7s %-24s %7d %s", index, term, word(), time, bytes, command());
        return line.stripTrailing();
    }

    /** In seven letters at most. */
    private String word() {
        return type == EntryType.OPEN_SESSION ? "SESSION" : type.name();
    }

    private String command() {
        if (add != null) {
            return "add " + add;
        }
        return payload.length() <= HEX_DIGITS ? payload : payload.substring(0, HEX_DIGITS) + "...";
    }
}
