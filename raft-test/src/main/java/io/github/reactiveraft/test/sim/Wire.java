package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.test.sim.check.Fingerprint;

/** What a message is on the wire, as far as the simulated network needs to know. */
final class Wire {

    /** Everything but entries and payloads: framing, version, names, incarnations, numbers. */
    private static final int HEADER_BYTES = 64;

    private Wire() {}

    static int byteCount(RaftRequest request) {
        if (request instanceof AppendEntries append) {
            return HEADER_BYTES + append.entries().byteCount();
        }
        return HEADER_BYTES
                + (request instanceof Forward forward ? forward.payload().length() : 0);
    }

    static int byteCount(RaftResponse response) {
        if (response instanceof SnapshotPiece piece) {
            return HEADER_BYTES + piece.bytes().length();
        }
        return HEADER_BYTES
                + (response instanceof Forwarded forwarded ? forwarded.payload().length() : 0);
    }

    /** The request as the receiver decodes it: in memory that it shares with nobody. */
    static RaftRequest received(RaftRequest request) {
        if (!(request instanceof AppendEntries append) || append.entries().isEmpty()) {
            return request;
        }
        byte[] bytes = new byte[append.entries().byteCount()];
        append.entries().bytes().get(bytes);
        return new AppendEntries(
                append.term(),
                append.leader(),
                append.previous(),
                append.commitIndex(),
                EntryBatch.decode(bytes, 0, bytes.length, Integer.MAX_VALUE));
    }

    /** The same in every run, other than hash codes, which enums take from their addresses. */
    static long fingerprint(RaftRequest request) {
        if (request instanceof AppendEntries append) {
            long head = Fingerprint.combine(append.term(), append.commitIndex());
            long previous = Fingerprint.combine(
                    append.previous().term(), append.previous().index());
            return Fingerprint.combine(
                    Fingerprint.combine(head, previous),
                    Fingerprint.of(append.entries().bytes()));
        }
        return Fingerprint.of(request.toString());
    }

    static long fingerprint(RaftResponse response) {
        if (response instanceof SnapshotPiece piece) {
            return Fingerprint.combine(
                    Fingerprint.of(piece.toString()),
                    Fingerprint.of(piece.bytes().buffer()));
        }
        return Fingerprint.of(response.toString());
    }
}
