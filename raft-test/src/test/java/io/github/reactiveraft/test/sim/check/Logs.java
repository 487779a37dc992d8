package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.spi.LogWrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Nodes, logs and disks in short form: one number is the term of one entry. */
final class Logs {

    static final NodeId N1 = NodeId.of("n1");
    static final NodeId N2 = NodeId.of("n2");
    static final NodeId N3 = NodeId.of("n3");

    private Logs() {}

    static Proposal command(String text) {
        return Proposal.command(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Entries from an index on; what each carries follows from its index and term. */
    static EntryBatch entries(long firstIndex, long... terms) {
        List<LogEntry> entries = new ArrayList<>();
        long index = firstIndex;
        for (long term : terms) {
            Proposal proposal = command(index + " of term " + term);
            entries.add(EntryBatch.encode(index++, term, 0, List.of(proposal)).entry(index - 1));
        }
        return EntryBatch.of(entries);
    }

    static PrefixLog log(long... terms) {
        PrefixLog log = new PrefixLog();
        log.append(entries(1, terms));
        return log;
    }

    static LogWrite write(@Nullable HardState state, long truncateFrom, EntryBatch entries) {
        return new LogWrite(state, truncateFrom, entries);
    }

    static HardState state(long term, @Nullable NodeId vote) {
        return new HardState(term, vote, new TreeMap<>());
    }

    static DiskImage disk(long term, @Nullable NodeId vote, long... terms) {
        DiskImage disk = new DiskImage(new PrefixLog());
        disk.onWrite(write(state(term, vote), 0, entries(1, terms)));
        return disk;
    }
}
