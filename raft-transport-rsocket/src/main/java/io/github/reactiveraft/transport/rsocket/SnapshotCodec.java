package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LocalNode;
import io.netty.buffer.ByteBuf;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the messages that carry snapshots (§7).
 *
 * <pre>
 * InstallSnapshot  term i64, leader name, last included term i64, last included index i64, timestamp i64,
 *                  byteCount i64, voter count u8, so many names, ascending
 * FetchSnapshot    last included term i64, last included index i64, offset i64, maxBytes u32
 * SnapshotPiece    last included term i64, last included index i64, offset i64, piece to the end
 * </pre>
 */
final class SnapshotCodec {

    /** As many members as a cluster takes. */
    static final int MAX_VOTER_COUNT = 31;

    /** As many bytes as any member may be configured to take in one piece. */
    static final int MAX_PIECE_BYTES = 16 * 1024 * 1024;

    static final int FETCH_BYTES = 3 * Long.BYTES + Integer.BYTES;

    private SnapshotCodec() {}

    static @Nullable String excess(InstallSnapshot install) {
        int voterCount = install.snapshot().membership().voters().size();
        return voterCount <= MAX_VOTER_COUNT ? null : excess(voterCount);
    }

    private static String excess(int voterCount) {
        return voterCount + " voters, at most " + MAX_VOTER_COUNT;
    }

    static @Nullable String excess(FetchSnapshot fetch, LocalNode limits) {
        return fetch.maxBytes() <= limits.batchBytes()
                ? null
                : "Piece of up to " + fetch.maxBytes() + " bytes, at most " + limits.batchBytes();
    }

    static int byteCount(InstallSnapshot install) {
        int byteCount = 5 * Long.BYTES + 1 + Wire.nodeBytes(install.leader()).length + 1;
        for (NodeId voter : install.snapshot().membership().voters()) {
            byteCount += 1 + Wire.nodeBytes(voter).length;
        }
        return byteCount;
    }

    static int byteCount(SnapshotPiece piece) {
        return 3 * Long.BYTES + piece.bytes().length();
    }

    static ByteBuf write(ByteBuf out, InstallSnapshot install) {
        SnapshotMeta snapshot = install.snapshot();
        SortedSet<NodeId> voters = snapshot.membership().voters();
        out.writeLongLE(install.term());
        Wire.writeName(out, Wire.nodeBytes(install.leader()));
        writeEntryId(out, snapshot.lastIncluded())
                .writeLongLE(snapshot.timestamp())
                .writeLongLE(install.byteCount())
                .writeByte(voters.size());
        for (NodeId voter : voters) {
            Wire.writeName(out, Wire.nodeBytes(voter));
        }
        return out;
    }

    static ByteBuf write(ByteBuf out, FetchSnapshot fetch) {
        return writeEntryId(out, fetch.lastIncluded())
                .writeLongLE(fetch.offset())
                .writeIntLE(fetch.maxBytes());
    }

    static ByteBuf write(ByteBuf out, SnapshotPiece piece) {
        return writeEntryId(out, piece.lastIncluded())
                .writeLongLE(piece.offset())
                .writeBytes(piece.bytes().buffer());
    }

    private static ByteBuf writeEntryId(ByteBuf out, EntryId id) {
        return out.writeLongLE(id.term()).writeLongLE(id.index());
    }

    static InstallSnapshot readInstall(FrameReader in) {
        long term = in.count("term");
        NodeId leader = in.node("leader");
        EntryId lastIncluded = in.entryId("last included entry");
        long timestamp = in.count("timestamp");
        long byteCount = in.count("byteCount");
        Membership membership = new Membership(voters(in));
        return new InstallSnapshot(term, leader, new SnapshotMeta(lastIncluded, timestamp, membership), byteCount);
    }

    /** In one order only, so that one membership has one encoding. */
    private static SortedSet<NodeId> voters(FrameReader in) {
        int voterCount = in.u8("voter count");
        if (voterCount > MAX_VOTER_COUNT) {
            throw new MalformedFrameException(excess(voterCount));
        }
        SortedSet<NodeId> voters = new TreeSet<>();
        for (int i = 0; i < voterCount; i++) {
            NodeId voter = in.node("voter");
            if (!voters.isEmpty() && voter.compareTo(voters.last()) <= 0) {
                throw new MalformedFrameException("voters are not in ascending order");
            }
            voters.add(voter);
        }
        return voters;
    }

    /** May ask for more than this node sends at a time, which then is what it gets. */
    static FetchSnapshot readFetch(FrameReader in) {
        EntryId lastIncluded = in.entryId("last included entry");
        long offset = in.count("offset");
        return new FetchSnapshot(lastIncluded, offset, in.size(MAX_PIECE_BYTES, "maxBytes"));
    }

    static SnapshotPiece readPiece(FrameReader in, LocalNode limits) {
        EntryId lastIncluded = in.entryId("last included entry");
        long offset = in.count("offset");
        return new SnapshotPiece(lastIncluded, offset, in.rest(limits.batchBytes(), "piece"));
    }
}
