package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.MalformedEntriesException;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.RaftResponse.Standing;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Objects;

/**
 * Whole answers, sealed by their {@link FrameChecksum}: the common start, the answering node's name, and the body.
 *
 * <pre>
 * PreVoteReply, VoteReply  term i64, granted u8
 * Standing                 term i64, standing u8
 * Entries                  entries to the end
 * Appended                 term i64, matchIndex i64
 * AppendRejected           term i64, lastIndex i64, conflictTerm i64, conflictIndex i64
 * Forwarded                outcome u8, message, leader name or none, payload to the end
 * Status                   role u8, term i64, leader name or none, lastIndex i64, commitIndex i64, lastApplied i64
 * Digest                   index i64, known u8, value i64
 * SnapshotWanted           term i64
 * SnapshotPiece            see {@link SnapshotCodec}
 * Refused                  reason u8, message
 * </pre>
 */
final class ResponseCodec {

    /** Outcomes by their code on the wire, from 1: only ever to be added to at the end. */
    static final List<Forwarded.Outcome> OUTCOMES = List.of(
            Forwarded.Outcome.DONE,
            Forwarded.Outcome.NOT_LEADER,
            Forwarded.Outcome.UNAVAILABLE,
            Forwarded.Outcome.OVERLOADED,
            Forwarded.Outcome.REJECTED,
            Forwarded.Outcome.UNKNOWN,
            Forwarded.Outcome.CLOSED,
            Forwarded.Outcome.SESSION_EXPIRED,
            Forwarded.Outcome.RESULT_LOST);

    /** Roles likewise. */
    static final List<Role> ROLES = List.of(Role.FOLLOWER, Role.PRE_CANDIDATE, Role.CANDIDATE, Role.LEADER);

    /** Reasons likewise. */
    static final List<Refused.Reason> REASONS = List.of(
            Refused.Reason.VERSION,
            Refused.Reason.CLUSTER,
            Refused.Reason.GROUP,
            Refused.Reason.TARGET,
            Refused.Reason.SENDER,
            Refused.Reason.INCARNATION,
            Refused.Reason.MALFORMED,
            Refused.Reason.NOT_RUNNING,
            Refused.Reason.OVERLOADED,
            Refused.Reason.GONE,
            Refused.Reason.SUPERSEDED);

    private ResponseCodec() {}

    /** Encodes into a new buffer of exactly the right size, which is the caller's to release. */
    static ByteBuf encode(ByteBufAllocator allocator, Sender responder, RaftResponse response) {
        return FrameChecksum.seal(unsealed(allocator, responder, response), 0);
    }

    private static ByteBuf unsealed(ByteBufAllocator allocator, Sender responder, RaftResponse response) {
        if (response instanceof PreVoteReply reply) {
            return start(allocator, responder, Wire.PRE_VOTE_REPLY, Long.BYTES + 1)
                    .writeLongLE(reply.term())
                    .writeBoolean(reply.isGranted());
        }
        if (response instanceof VoteReply reply) {
            return start(allocator, responder, Wire.VOTE_REPLY, Long.BYTES + 1)
                    .writeLongLE(reply.term())
                    .writeBoolean(reply.isGranted());
        }
        if (response instanceof Standing reply) {
            return start(allocator, responder, Wire.STANDING, Long.BYTES + 1)
                    .writeLongLE(reply.term())
                    .writeBoolean(reply.isStanding());
        }
        if (response instanceof Entries answer) {
            return start(allocator, responder, Wire.ENTRIES, answer.entries().byteCount())
                    .writeBytes(answer.entries().bytes());
        }
        if (response instanceof Appended appended) {
            return start(allocator, responder, Wire.APPENDED, 2 * Long.BYTES)
                    .writeLongLE(appended.term())
                    .writeLongLE(appended.matchIndex());
        }
        if (response instanceof AppendRejected rejected) {
            return start(allocator, responder, Wire.APPEND_REJECTED, 4 * Long.BYTES)
                    .writeLongLE(rejected.term())
                    .writeLongLE(rejected.lastIndex())
                    .writeLongLE(rejected.conflictTerm())
                    .writeLongLE(rejected.conflictIndex());
        }
        if (response instanceof Forwarded forwarded) {
            return forwarded(allocator, responder, forwarded);
        }
        if (response instanceof Status status) {
            return status(allocator, responder, status);
        }
        if (response instanceof Digest digest) {
            return start(allocator, responder, Wire.DIGEST, 2 * Long.BYTES + 1)
                    .writeLongLE(digest.index())
                    .writeBoolean(digest.isKnown())
                    .writeLongLE(digest.value());
        }
        if (response instanceof SnapshotWanted wanted) {
            return start(allocator, responder, Wire.SNAPSHOT_WANTED, Long.BYTES).writeLongLE(wanted.term());
        }
        if (response instanceof SnapshotPiece piece) {
            return SnapshotCodec.write(
                    start(allocator, responder, Wire.SNAPSHOT_PIECE, SnapshotCodec.byteCount(piece)), piece);
        }
        if (response instanceof Refused refused) {
            byte[] message = Wire.messageBytes(refused.message());
            ByteBuf out = start(allocator, responder, Wire.REFUSED, 1 + Short.BYTES + message.length);
            out.writeByte(REASONS.indexOf(refused.reason()) + 1);
            Wire.writeMessage(out, message);
            return out;
        }
        throw new IllegalStateException("No encoding for " + response.getClass());
    }

    private static ByteBuf forwarded(ByteBufAllocator allocator, Sender responder, Forwarded forwarded) {
        byte[] message = Wire.messageBytes(forwarded.message());
        byte[] leader = Wire.nodeBytes(forwarded.leader());
        int size = 1
                + Short.BYTES
                + message.length
                + 1
                + leader.length
                + forwarded.payload().length();
        ByteBuf out = start(allocator, responder, Wire.FORWARDED, size);
        out.writeByte(OUTCOMES.indexOf(forwarded.outcome()) + 1);
        Wire.writeMessage(out, message);
        Wire.writeName(out, leader);
        return out.writeBytes(forwarded.payload().buffer());
    }

    private static ByteBuf status(ByteBufAllocator allocator, Sender responder, Status status) {
        byte[] leader = Wire.nodeBytes(status.leader());
        ByteBuf out = start(allocator, responder, Wire.STATUS, 1 + Long.BYTES + 1 + leader.length + 3 * Long.BYTES);
        out.writeByte(ROLES.indexOf(status.role()) + 1).writeLongLE(status.term());
        Wire.writeName(out, leader);
        return out.writeLongLE(status.lastIndex())
                .writeLongLE(status.commitIndex())
                .writeLongLE(status.lastApplied());
    }

    private static ByteBuf start(ByteBufAllocator allocator, Sender responder, int type, int bodySize) {
        byte[] name = Wire.nodeBytes(responder.node());
        int size = Wire.START_BYTES + 1 + name.length + bodySize;
        ByteBuf out = allocator.buffer(size, size);
        Wire.writeStart(out, type, responder.incarnation());
        Wire.writeName(out, name);
        return out;
    }

    /** Reads an answer to the frame's end. */
    static PeerReply decode(FrameReader in, LocalNode limits) {
        int type = in.start();
        Incarnation incarnation = in.incarnation("responder incarnation");
        Sender responder = new Sender(in.node("responder"), incarnation);
        RaftResponse response = body(type, in, limits);
        in.end();
        return new PeerReply(responder, response);
    }

    private static RaftResponse body(int type, FrameReader in, LocalNode limits) {
        return switch (type) {
            case Wire.PRE_VOTE_REPLY -> new PreVoteReply(in.count("term"), in.bool("granted"));
            case Wire.VOTE_REPLY -> new VoteReply(in.count("term"), in.bool("granted"));
            case Wire.STANDING -> new Standing(in.count("term"), in.bool("standing"));
            case Wire.ENTRIES -> entries(in, limits);
            case Wire.APPENDED -> new Appended(in.count("term"), in.count("matchIndex"));
            case Wire.APPEND_REJECTED ->
                new AppendRejected(
                        in.count("term"), in.count("lastIndex"), in.count("conflictTerm"), in.count("conflictIndex"));
            case Wire.FORWARDED -> forwarded(in, limits);
            case Wire.STATUS ->
                new Status(
                        in.choice(ROLES, "role"),
                        in.count("term"),
                        in.nodeOrNull("leader"),
                        in.count("lastIndex"),
                        in.count("commitIndex"),
                        in.count("lastApplied"));
            case Wire.DIGEST -> new Digest(in.count("index"), in.bool("known"), in.i64("value"));
            case Wire.SNAPSHOT_WANTED -> new SnapshotWanted(in.count("term"));
            case Wire.SNAPSHOT_PIECE -> SnapshotCodec.readPiece(in, limits);
            case Wire.REFUSED -> new Refused(in.choice(REASONS, "reason"), in.message("message"));
            default -> throw new MalformedFrameException("Answer type " + type + " is not known");
        };
    }

    private static Entries entries(FrameReader in, LocalNode limits) {
        Bytes bytes =
                in.rest(Math.max(limits.batchBytes(), limits.entryBytes() + EntryBatch.ENTRY_OVERHEAD), "entries");
        byte[] copy = new byte[bytes.length()];
        bytes.copyTo(copy, 0);
        try {
            return new Entries(EntryBatch.decode(copy, 0, copy.length, limits.entryBytes()));
        } catch (MalformedEntriesException e) {
            throw new MalformedFrameException(
                    Refused.Reason.MALFORMED, Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    private static Forwarded forwarded(FrameReader in, LocalNode limits) {
        Forwarded.Outcome outcome = in.choice(OUTCOMES, "outcome");
        String message = in.message("message");
        var leader = in.nodeOrNull("leader");
        return new Forwarded(outcome, in.rest(limits.entryBytes(), "payload"), message, leader);
    }
}
