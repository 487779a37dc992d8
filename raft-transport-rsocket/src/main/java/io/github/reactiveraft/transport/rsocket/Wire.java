package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.spi.LocalNode;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What frames of all types have in common. Numbers are little-endian and, where they count something, never negative;
 * names are UTF-8 behind a length of one byte, messages behind one of two. Every frame starts with
 *
 * <pre>
 *  0 magic u8   1 version u8   2 type u8   3 flags u8 (0)   4 crc32c u32, see {@link FrameChecksum}
 *  8 length u32 of the whole frame   12 length u32 of the entries at its end (0 for all but AppendEntries)
 * 16 incarnation of the node that sends it, three i64: the number drawn, the start and the one before
 * </pre>
 *
 * The first three bytes, and all of a refusal, stay as they are in every version, so that releases that do not
 * understand each other can at least say so.
 */
final class Wire {

    static final int MAGIC = 0x52;
    static final int VERSION = 1;

    static final int PRE_VOTE = 0x01;
    static final int REQUEST_VOTE = 0x02;
    static final int APPEND_ENTRIES = 0x03;
    static final int FORWARD = 0x04;
    static final int GET_STATUS = 0x05;
    static final int INSTALL_SNAPSHOT = 0x06;
    static final int FETCH_SNAPSHOT = 0x07;
    static final int TIMEOUT_NOW = 0x08;
    static final int GET_DIGEST = 0x09;
    static final int REQUEST_VOTE_HANDED_OVER = 0x0A;
    static final int GET_ENTRIES = 0x0B;

    static final int PRE_VOTE_REPLY = 0x81;
    static final int VOTE_REPLY = 0x82;
    static final int APPENDED = 0x83;
    static final int APPEND_REJECTED = 0x84;
    static final int FORWARDED = 0x85;
    static final int STATUS = 0x86;
    static final int SNAPSHOT_WANTED = 0x87;
    static final int SNAPSHOT_PIECE = 0x88;
    static final int DIGEST = 0x89;
    static final int STANDING = 0x8A;
    static final int ENTRIES = 0x8B;
    static final int REFUSED = 0xFF;

    /** Where the type stands, to be filled into a header that was encoded once for all types. */
    static final int TYPE_AT = 2;

    /** Where that stands which is known only when the rest of a frame is written. */
    static final int CHECKSUM_AT = 4;

    static final int LENGTH_AT = 8;
    static final int ENTRIES_LENGTH_AT = 12;

    static final int START_BYTES = 40;
    static final int NAME_BYTES = 255;
    static final int MESSAGE_BYTES = 1024;

    /**
     * More than any header and all fixed fields take: four names, then 32 node ids, or a message and two node ids, and
     * numbers.
     */
    private static final int FIELDS_BYTES = 3072;

    /** RSocket's own part of a frame: stream id, type and flags, length of the metadata. */
    private static final int RSOCKET_BYTES = 12;

    /** So much of a large payload may be on the wire before something else gets its turn. */
    private static final int LONGEST_PIECE = 1024 * 1024;

    private static final byte[] NO_NAME = {};

    private Wire() {}

    /** The longest RSocket payload that a message within a node's limits can need, with the frame around it. */
    static int payloadBytes(LocalNode local) {
        long entry = (long) local.entryBytes() + EntryBatch.ENTRY_OVERHEAD;
        long message = Math.max(Math.max(entry, local.batchBytes()), Batch.MOST_BYTES);
        return (int) Math.min(Integer.MAX_VALUE, RSOCKET_BYTES + FIELDS_BYTES + message);
    }

    /** How long a payload is sent in one frame: an ordinary batch is, a single large entry goes in pieces. */
    static int pieceBytes(LocalNode local) {
        return Math.min(LONGEST_PIECE, RSOCKET_BYTES + FIELDS_BYTES + local.batchBytes());
    }

    /**
     * Makes sure that a node's names fit into frames.
     *
     * @throws IllegalArgumentException naming what does not
     */
    static void check(LocalNode local) {
        checkName("cluster", local.cluster());
        checkName("group", local.group());
    }

    private static void checkName(String what, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The name of a " + what + " takes at most " + NAME_BYTES
                    + " bytes without control characters, but is '" + name + "'");
        }
    }

    /** Leaves checksum and lengths open until the frame is sealed. */
    static void writeStart(ByteBuf out, int type, Incarnation incarnation) {
        out.writeByte(MAGIC).writeByte(VERSION).writeByte(type).writeByte(0);
        out.writeZero(3 * Integer.BYTES).writeLongLE(incarnation.drawn());
        out.writeLongLE(incarnation.start()).writeLongLE(incarnation.previous());
    }

    static void writeName(ByteBuf out, byte[] name) {
        out.writeByte(name.length).writeBytes(name);
    }

    static void writeMessage(ByteBuf out, byte[] message) {
        out.writeShortLE(message.length).writeBytes(message);
    }

    /** Copies what is readable in a buffer, however many pieces it has, and leaves it as it was. */
    static Bytes copyOf(ByteBuf buffer) {
        byte[] copy = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), copy);
        return Bytes.of(copy);
    }

    /** A node's name as bytes; none at all for an unknown node. */
    static byte[] nodeBytes(@Nullable NodeId node) {
        return node == null ? NO_NAME : node.value().getBytes(StandardCharsets.US_ASCII);
    }

    /** A message for people in UTF-8, its end cut off if it is too long, between two characters. */
    static byte[] messageBytes(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MESSAGE_BYTES) {
            return bytes;
        }
        int end = MESSAGE_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
