package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.MalformedEntriesException;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.transport.rsocket.RaftFrames.Received;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whole requests, sealed by their {@link FrameChecksum}: behind the {@link RequestHeader} the body.
 *
 * <pre>
 * PreVote, RequestVote  term i64, candidate name, last term i64, last index i64
 * TimeoutNow            term i64, leader name, last term i64, last index i64
 * AppendEntries         term i64, leader name, previous term i64, previous index i64, commitIndex i64, entries to the end
 * Forward               kind u8, if it has a ticket session i64 and sequence with lag i64, payload to the end
 * GetStatus             nothing
 * GetEntries            after term i64, after index i64, maxBytes u32, count u8, so many times term i64 and index i64
 * GetDigest             index i64
 * InstallSnapshot, FetchSnapshot  see {@link SnapshotCodec}
 * </pre>
 */
final class RequestCodec {

    /** Kinds by their code on the wire, from 1: only ever to be added to at the end. */
    static final List<Forward.Kind> KINDS = List.of(
            Forward.Kind.SUBMIT,
            Forward.Kind.READ,
            Forward.Kind.READ_INDEX,
            Forward.Kind.OPEN_SESSION,
            Forward.Kind.SUBMIT_ONCE);

    private RequestCodec() {}

    /** What makes a request too large for the limits, or null if nothing does. Takes no memory for it. */
    static @Nullable String excess(RaftRequest request, LocalNode limits) {
        if (request instanceof Forward forward && forward.payload().length() > limits.entryBytes()) {
            return "Payload of " + forward.payload().length() + " bytes, at most " + limits.entryBytes();
        }
        if (request instanceof InstallSnapshot install) {
            return SnapshotCodec.excess(install);
        }
        if (request instanceof FetchSnapshot fetch) {
            return SnapshotCodec.excess(fetch, limits);
        }
        return request instanceof AppendEntries append ? excess(append.entries(), limits) : null;
    }

    private static @Nullable String excess(EntryBatch entries, LocalNode limits) {
        int limit = entries.count() == 1 ? limits.entryBytes() + EntryBatch.ENTRY_OVERHEAD : limits.batchBytes();
        return entries.byteCount() <= limit
                ? null
                : entries.count() + " entries of together " + entries.byteCount() + " bytes, at most " + limit;
    }

    /** Encodes into a new buffer of exactly the right size, which is the caller's to release. */
    static ByteBuf encode(ByteBufAllocator allocator, byte[] header, RaftRequest request) {
        int entriesLength =
                request instanceof AppendEntries append ? append.entries().byteCount() : 0;
        return FrameChecksum.seal(unsealed(allocator, header, request), entriesLength);
    }

    private static ByteBuf unsealed(ByteBufAllocator allocator, byte[] header, RaftRequest request) {
        if (request instanceof PreVote vote) {
            return vote(allocator, header, Wire.PRE_VOTE, vote.term(), vote.lastEntry(), vote.candidate());
        }
        if (request instanceof RequestVote vote) {
            int type = vote.isHandover() ? Wire.REQUEST_VOTE_HANDED_OVER : Wire.REQUEST_VOTE;
            return vote(allocator, header, type, vote.term(), vote.lastEntry(), vote.candidate());
        }
        if (request instanceof TimeoutNow asked) {
            return vote(allocator, header, Wire.TIMEOUT_NOW, asked.term(), asked.lastEntry(), asked.leader());
        }
        if (request instanceof AppendEntries append) {
            return append(allocator, header, append);
        }
        if (request instanceof Forward forward) {
            return forward(allocator, header, forward);
        }
        if (request instanceof GetStatus) {
            return start(allocator, header, Wire.GET_STATUS, 0);
        }
        if (request instanceof GetDigest digest) {
            return start(allocator, header, Wire.GET_DIGEST, Long.BYTES).writeLongLE(digest.index());
        }
        if (request instanceof GetEntries wanted) {
            return entries(allocator, header, wanted);
        }
        if (request instanceof InstallSnapshot install) {
            return SnapshotCodec.write(
                    start(allocator, header, Wire.INSTALL_SNAPSHOT, SnapshotCodec.byteCount(install)), install);
        }
        if (request instanceof FetchSnapshot fetch) {
            return SnapshotCodec.write(start(allocator, header, Wire.FETCH_SNAPSHOT, SnapshotCodec.FETCH_BYTES), fetch);
        }
        throw new IllegalStateException("No encoding for " + request.getClass());
    }

    private static ByteBuf vote(
            ByteBufAllocator allocator, byte[] header, int type, long term, EntryId lastEntry, NodeId candidate) {
        byte[] name = Wire.nodeBytes(candidate);
        ByteBuf out = start(allocator, header, type, 3 * Long.BYTES + 1 + name.length);
        out.writeLongLE(term);
        Wire.writeName(out, name);
        return out.writeLongLE(lastEntry.term()).writeLongLE(lastEntry.index());
    }

    private static ByteBuf entries(ByteBufAllocator allocator, byte[] header, GetEntries wanted) {
        int size = 2 * Long.BYTES * (1 + wanted.known().size()) + Integer.BYTES + 1;
        ByteBuf out = start(allocator, header, Wire.GET_ENTRIES, size);
        out.writeLongLE(wanted.after().term()).writeLongLE(wanted.after().index());
        out.writeIntLE(wanted.maxBytes()).writeByte(wanted.known().size());
        wanted.known().forEach(id -> out.writeLongLE(id.term()).writeLongLE(id.index()));
        return out;
    }

    private static ByteBuf append(ByteBufAllocator allocator, byte[] header, AppendEntries append) {
        byte[] leader = Wire.nodeBytes(append.leader());
        int size = 4 * Long.BYTES + 1 + leader.length + append.entries().byteCount();
        ByteBuf out = start(allocator, header, Wire.APPEND_ENTRIES, size);
        out.writeLongLE(append.term());
        Wire.writeName(out, leader);
        return out.writeLongLE(append.previous().term())
                .writeLongLE(append.previous().index())
                .writeLongLE(append.commitIndex())
                .writeBytes(append.entries().bytes());
    }

    private static ByteBuf start(ByteBufAllocator allocator, byte[] header, int type, int bodySize) {
        int size = header.length + bodySize;
        return allocator.buffer(size, size).writeBytes(header).setByte(Wire.TYPE_AT, type);
    }

    /** What a frame asks of a node, or why it is refused. Everything is copied, the buffer stays the caller's. */
    static Received receive(ByteBuf frame, LocalNode local) {
        Sender from = null;
        try {
            FrameReader in = new FrameReader(frame);
            int type = in.start();
            RequestHeader header = RequestHeader.read(in);
            from = header.sender();
            Refused refusal = header.refusalBy(local);
            return refusal == null
                    ? new Received.Request(from, decode(type, in, local))
                    : new Received.Refusal(refusal, from);
        } catch (MalformedFrameException e) {
            return new Received.Refusal(new Refused(e.reason(), String.valueOf(e.getMessage())), from);
        }
    }

    /** Reads a body to the frame's end. */
    static RaftRequest decode(int type, FrameReader in, LocalNode limits) {
        try {
            RaftRequest request = body(type, in, limits);
            in.end();
            return request;
        } catch (MalformedEntriesException | IllegalArgumentException e) {
            // Every field may be as it should, and yet no message may have all of them.
            throw new MalformedFrameException(
                    Refused.Reason.MALFORMED, Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    private static RaftRequest body(int type, FrameReader in, LocalNode limits) {
        return switch (type) {
            case Wire.PRE_VOTE -> new PreVote(in.count("term"), in.node("candidate"), in.entryId("last entry"));
            case Wire.REQUEST_VOTE -> requestVote(in, false);
            case Wire.REQUEST_VOTE_HANDED_OVER -> requestVote(in, true);
            case Wire.TIMEOUT_NOW -> new TimeoutNow(in.count("term"), in.node("leader"), in.entryId("last entry"));
            case Wire.APPEND_ENTRIES -> append(in, limits);
            case Wire.FORWARD -> forward(in, limits);
            case Wire.GET_STATUS -> new GetStatus();
            case Wire.GET_DIGEST -> new GetDigest(in.count("index"));
            case Wire.GET_ENTRIES -> getEntries(in);
            case Wire.INSTALL_SNAPSHOT -> SnapshotCodec.readInstall(in);
            case Wire.FETCH_SNAPSHOT -> SnapshotCodec.readFetch(in);
            default -> throw new MalformedFrameException("Request type " + type + " is not known");
        };
    }

    private static ByteBuf forward(ByteBufAllocator allocator, byte[] header, Forward forward) {
        Ticket ticket = forward.ticket();
        int ticketBytes = ticket == null ? 0 : 2 * Long.BYTES;
        ByteBuf out = start(
                        allocator,
                        header,
                        Wire.FORWARD,
                        1 + ticketBytes + forward.payload().length())
                .writeByte(KINDS.indexOf(forward.kind()) + 1);
        if (ticket != null) {
            out.writeLongLE(ticket.session()).writeLongLE(ticket.packed());
        }
        return out.writeBytes(forward.payload().buffer());
    }

    private static Forward forward(FrameReader in, LocalNode limits) {
        Forward.Kind kind = in.choice(KINDS, "kind");
        Ticket ticket = kind == Forward.Kind.SUBMIT_ONCE ? in.ticket() : null;
        return new Forward(kind, ticket, in.rest(limits.entryBytes(), "payload"));
    }

    private static GetEntries getEntries(FrameReader in) {
        EntryId after = in.entryId("after");
        int maxBytes = in.size(Integer.MAX_VALUE, "maxBytes");
        List<EntryId> known = new ArrayList<>();
        for (int count = in.u8("count of known entries"); count > 0; count--) {
            known.add(in.entryId("known entry"));
        }
        return new GetEntries(after, known, maxBytes);
    }

    private static RequestVote requestVote(FrameReader in, boolean isHandover) {
        return new RequestVote(in.count("term"), in.node("candidate"), in.entryId("last entry"), isHandover);
    }

    private static AppendEntries append(FrameReader in, LocalNode limits) {
        long term = in.count("term");
        NodeId leader = in.node("leader");
        EntryId previous = in.entryId("previous entry");
        long commitIndex = in.count("commitIndex");
        byte[] bytes = in.entries();
        EntryBatch entries = EntryBatch.decode(bytes, 0, bytes.length, limits.entryBytes());
        String excess = excess(entries, limits);
        if (excess != null) {
            throw new MalformedFrameException(excess);
        }
        return new AppendEntries(term, leader, previous, commitIndex, entries);
    }
}
