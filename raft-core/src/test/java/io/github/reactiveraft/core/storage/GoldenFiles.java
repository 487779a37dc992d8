package io.github.reactiveraft.core.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What the golden directories hold. The first one: every kind of frame, two segments, a vote, members met, a snapshot of
 * the node's own. The second one: a log that starts behind a received snapshot. Run {@link #main} with two new directories
 * when a new format version comes; those of the versions before stay as they are.
 */
final class GoldenFiles {

    static final StorageIdentity IDENTITY = new StorageIdentity(
            "counter",
            "main",
            NodeId.of("n1"),
            new Membership(new TreeSet<>(List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3")))),
            0x0123_4567_89AB_CDEFL,
            2048);
    static final HardState STATE = new HardState(
            3,
            NodeId.of("n2"),
            HardState.INITIAL.knowing(NodeId.of("n3"), Incarnation.of(-2)).incarnations());
    static final EntryBatch LOG = EntryBatch.join(List.of(entries(1, 1, 3), entries(3, 4, 5), entries(3, 6, 6)));

    static final SnapshotMeta SNAPSHOT = new SnapshotMeta(new EntryId(3, 5), LOG.timestamp(5), IDENTITY.founders());
    static final Bytes STATE_BYTES = Bytes.of("every command up to here, put into one word".getBytes(US_ASCII));

    private GoldenFiles() {}

    public static void main(String[] args) {
        write(Path.of(args[0]));
        writeReceived(Path.of(args[1]));
    }

    /** The same node in a group of its own. */
    static StorageIdentity alone() {
        return new StorageIdentity(
                IDENTITY.cluster(),
                IDENTITY.group(),
                IDENTITY.node(),
                new Membership(new TreeSet<>(List.of(IDENTITY.node()))),
                IDENTITY.newIncarnation(),
                IDENTITY.entryBytes());
    }

    static void write(Path directory) {
        write(directory, IDENTITY);
    }

    static void write(Path directory, StorageIdentity identity) {
        LogStorage storage =
                RaftStorage.in(directory).with(new StorageSettings(4096)).log();
        storage.open(identity);
        write(storage, List.of(append(entries(1, 1, 3)), append(entries(1, 4, 4))));
        write(storage, List.of(new LogWrite(STATE, 4, entries(3, 4, 5))));
        write(storage, List.of(append(entries(3, 6, 6))));
        takeSnapshot(storage);
        write(storage, List.of(adopt(new EntryId(1, 3), false)));
        storage.close();
    }

    static void writeReceived(Path directory) {
        MemoryStorage sender = new MemoryStorage();
        sender.open(IDENTITY);
        write(sender, List.of(append(LOG)));
        takeSnapshot(sender);
        write(sender, List.of(adopt(EntryId.NONE, false)));
        LogStorage storage =
                RaftStorage.in(directory).with(new StorageSettings(4096)).log();
        storage.open(IDENTITY);
        write(storage, List.of(append(entries(1, 1, 4))));
        SnapshotReader image = sender.snapshots().open(SNAPSHOT.lastIncluded()).orElseThrow();
        SnapshotReceiver receiver = storage.snapshots().receive(SNAPSHOT, image.byteCount());
        receiver.write(image.image(0, Integer.MAX_VALUE));
        receiver.finish();
        write(storage, List.of(adopt(SNAPSHOT.lastIncluded(), true), append(LOG.from(6))));
        storage.close();
        sender.close();
    }

    private static void write(LogStorage storage, List<LogWrite> writes) {
        storage.write(writes);
        storage.prepareAhead();
    }

    private static void takeSnapshot(LogStorage storage) {
        SnapshotWriter writer = storage.snapshots().create(SNAPSHOT);
        writer.write(STATE_BYTES.buffer());
        writer.finish();
    }

    private static LogWrite adopt(EntryId base, boolean isReset) {
        return new LogWrite(null, new SnapshotAdoption(SNAPSHOT, base, isReset), 0, EntryBatch.empty());
    }

    private static LogWrite append(EntryBatch entries) {
        return new LogWrite(null, 0, entries);
    }

    private static EntryBatch entries(long term, long from, long upTo) {
        List<Proposal> proposals = new ArrayList<>(List.of(Proposal.noop()));
        for (long index = from + 1; index <= upTo; index++) {
            byte[] payload = new byte[1200];
            Arrays.fill(payload, (byte) ('a' + index));
            proposals.add(new Proposal(EntryType.COMMAND, 77, index, Bytes.of(payload)));
        }
        return EntryBatch.encode(from, term, 1_700_000_000_000L + from, proposals);
    }
}
