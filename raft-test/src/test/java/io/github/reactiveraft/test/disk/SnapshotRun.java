package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static io.github.reactiveraft.test.contract.LogStorageContract.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.test.contract.SnapshotSteps;
import io.github.reactiveraft.test.disk.KeptWithSnapshot.Found;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A node's storage in use, step by step, on a disk that may fail at any of them, and what may be found on it then. */
final class SnapshotRun {

    private static final Pattern TIDY =
            Pattern.compile("lock|identity|state|segment-\\d+-\\d+\\.log|snapshot-\\d+-\\d+\\.snap");

    private CrashDisk disk;
    private LogStorage storage;
    private List<KeptWithSnapshot> possible = List.of(KeptWithSnapshot.NOTHING);
    private final Set<LogEntry> written = new HashSet<>();
    private boolean isTermFirst;

    /** What a node does; whatever it calls may be cut off. */
    interface Script {
        void play(SnapshotRun run);
    }

    SnapshotRun(CrashDisk disk) {
        this.disk = disk;
        this.storage = Kept.storage(disk);
    }

    CrashDisk disk() {
        return disk;
    }

    LogStorage storage() {
        return storage;
    }

    /** What is kept; for certain, as long as no call was cut off. */
    KeptWithSnapshot now() {
        return possible.get(possible.size() - 1);
    }

    /** All that may be kept, from what was acknowledged to all that was asked for. */
    List<KeptWithSnapshot> possible() {
        return possible;
    }

    /** Goes on with what is left on a disk. */
    void moveTo(CrashDisk left) {
        disk = left;
        storage = Kept.storage(disk);
    }

    /** What opening once reports counts as acknowledged: the node builds on it. Nothing superfluous is left lying about. */
    void open() {
        Found found = Found.in(storage);
        List<KeptWithSnapshot> matching =
                possible.stream().filter(kept -> kept.matches(found)).toList();
        assertThat(matching)
                .as("found %s, which is none of %s", found.recovered(), possible)
                .isNotEmpty();
        possible = List.of(matching.get(0));
        List<String> names = disk.names("");
        assertThat(names).allMatch(name -> TIDY.matcher(name).matches());
        assertThat(names).filteredOn(name -> name.endsWith(".snap")).hasSizeLessThanOrEqualTo(2);
        List<String> segments =
                names.stream().filter(name -> name.startsWith("segment")).toList();
        assertThat(segments).hasSize((int) (number(segments.get(segments.size() - 1)) - number(segments.get(0)) + 1));
        assertThat(firstIndex(segments.get(0)))
                .isGreaterThan(found.recovered().base().index());
    }

    private static long number(String segment) {
        return Long.parseLong(segment.substring(8, 18));
    }

    private static long firstIndex(String segment) {
        return Long.parseLong(segment.substring(19, 38));
    }

    void reopen() {
        storage.close();
        storage = Kept.storage(disk);
        open();
    }

    void write(LogWrite... writes) {
        List<LogWrite> all = isTermFirst ? termFirst(writes) : List.of(writes);
        all.forEach(write -> written.addAll(write.entries().entries()));
        KeptWithSnapshot before = now();
        possible = before.during(all);
        storage.write(all);
        possible = List.of(before.after(all));
    }

    /** As nodes do: a term is on the disk before anything of it is. */
    private List<LogWrite> termFirst(LogWrite[] writes) {
        long term = now().hardState().term();
        for (LogWrite write : writes) {
            term = Math.max(
                    term, write.entries().isEmpty() ? 0 : write.entries().lastTerm());
            SnapshotAdoption adoption = write.adoption();
            term = Math.max(
                    term,
                    adoption == null ? 0 : adoption.snapshot().lastIncluded().term());
        }
        List<LogWrite> all = new ArrayList<>(List.of(writes));
        if (term > now().hardState().term()) {
            all.add(0, new LogWrite(now().hardState().inTerm(term, null), 0, EntryBatch.empty()));
        }
        return all;
    }

    /** Writes terms down before their entries come, which most scripts do without. */
    SnapshotRun withTermsFirst() {
        isTermFirst = true;
        return this;
    }

    /** All entries that ever were in the log. */
    Set<LogEntry> written() {
        return written;
    }

    /** Appends entries one behind the other, each its own write. */
    void append(long term, int count, int payloadBytes) {
        for (int each = 0; each < count; each++) {
            long next = now().last().index() + 1;
            write(new LogWrite(null, 0, commands(term, next, next, payloadBytes)));
        }
    }

    /** Takes a snapshot of this node's state up to an entry, and lets the log behind a base go. */
    void takeAndAdopt(long index, long base) {
        SnapshotMeta meta = meta(now().id(index));
        SnapshotSteps.take(storage, meta, KeptWithSnapshot.stateOf(meta), 5_000);
        write(adopt(meta.lastIncluded(), now().id(base)));
    }

    /** The write that brings a snapshot into force that the log leads up to. */
    LogWrite adopt(EntryId last, EntryId base) {
        return new LogWrite(null, new SnapshotAdoption(meta(last), base, false), 0, EntryBatch.empty());
    }

    /** Receives a snapshot, whose last entry the log may have or not. */
    void receive(EntryId last, int pieceBytes) {
        SnapshotMeta meta = meta(last);
        Bytes image = SnapshotSteps.image(Kept.IDENTITY, meta, KeptWithSnapshot.stateOf(meta));
        SnapshotSteps.receive(storage, meta, image, pieceBytes);
    }

    /** The write that brings a received snapshot into force, voids the log unless it leads up to it, and votes. */
    LogWrite adoptReceived(EntryId last, EntryBatch behind) {
        KeptWithSnapshot kept = now();
        boolean isContained =
                last.index() <= kept.last().index() && kept.id(last.index()).equals(last);
        HardState state =
                last.term() > kept.hardState().term() ? kept.hardState().inTerm(last.term(), NodeId.of("n2")) : null;
        return new LogWrite(state, new SnapshotAdoption(meta(last), last, !isContained), 0, behind);
    }

    private SnapshotMeta meta(EntryId last) {
        EntryBatch history = now().history();
        boolean isKnown =
                !history.isEmpty() && last.index() >= history.firstIndex() && last.index() <= history.lastIndex();
        long timestamp = isKnown ? history.timestamp(last.index()) : 1_000 * last.term() + last.index();
        return new SnapshotMeta(last, timestamp, voters("n1", "n2", "n3"));
    }
}
