package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Ticket;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an untrusted frame from front to back. Every length is compared with what is left, and with its limit, before it
 * is used or memory is taken for it; what is read is copied, so nothing refers to the buffer afterwards. The only
 * exception that comes out is {@link MalformedFrameException}.
 */
final class FrameReader {

    private final ByteBuf in;
    private final int from;

    /** Where the head ends, which has all fields; known once the start is read. Entries may follow. */
    private int headEnd;

    /** Reads what is readable in a buffer that stays the caller's to release. */
    FrameReader(ByteBuf in) {
        this.in = in;
        this.from = in.readerIndex();
        this.headEnd = in.writerIndex();
    }

    /** Reads the start up to its lengths, makes sure that the head is what was sent, and returns the type. */
    int start() {
        int magic = u8("magic");
        int version = u8("version");
        if (magic != Wire.MAGIC) {
            throw new MalformedFrameException("Starts with byte " + magic + ", not " + Wire.MAGIC);
        }
        int type = u8("type");
        if (version != Wire.VERSION && type != Wire.REFUSED) {
            throw new MalformedFrameException(
                    Refused.Reason.VERSION,
                    "Protocol version " + version + " is not known, only " + Wire.VERSION
                            + ": run the same release on all members",
                    null);
        }
        int flags = u8("flags");
        headEnd = from + checkedHeadLength();
        if (flags != 0) {
            throw new MalformedFrameException("Flags " + flags + " are not known");
        }
        return type;
    }

    private int checkedHeadLength() {
        require(3 * Integer.BYTES, "checksum and lengths");
        int arrived = in.writerIndex() - from;
        long length = in.getUnsignedIntLE(from + Wire.LENGTH_AT);
        long entriesLength = in.getUnsignedIntLE(from + Wire.ENTRIES_LENGTH_AT);
        in.skipBytes(3 * Integer.BYTES);
        if (length != arrived) {
            throw new MalformedFrameException(
                    "Frame of " + length + " bytes, but " + arrived + " arrived: it was cut or damaged on its way");
        }
        if (entriesLength > left()) {
            throw new MalformedFrameException("Entries of " + entriesLength + " bytes where " + left() + " are left");
        }
        int checksum = in.getIntLE(from + Wire.CHECKSUM_AT);
        int headLength = arrived - (int) entriesLength;
        if (FrameChecksum.of(in, from, headLength) != checksum) {
            throw new MalformedFrameException("Frame checksum does not match: it was damaged on its way");
        }
        return headLength;
    }

    int u8(String what) {
        require(1, what);
        return in.readUnsignedByte();
    }

    boolean bool(String what) {
        int value = u8(what);
        if (value > 1) {
            throw new MalformedFrameException(what + " is " + value + ", neither 0 nor 1");
        }
        return value == 1;
    }

    long i64(String what) {
        require(Long.BYTES, what);
        return in.readLongLE();
    }

    /** A number that counts something: a term or an index. */
    long count(String what) {
        long value = i64(what);
        if (value < 0) {
            throw new MalformedFrameException(what + " is negative: " + value);
        }
        return value;
    }

    /** What a node's data is recognised by. */
    Incarnation incarnation(String what) {
        long drawn = i64(what);
        long start = i64(what);
        long previous = i64(what);
        try {
            return new Incarnation(drawn, start, previous);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException(Refused.Reason.MALFORMED, what + ": " + e.getMessage(), e);
        }
    }

    /** A number of bytes that somebody asks for, which must not be more than allowed. */
    int size(int atMost, String what) {
        require(Integer.BYTES, what);
        long size = in.readUnsignedIntLE();
        if (size > atMost) {
            throw new MalformedFrameException(what + " is " + size + ", at most " + atMost);
        }
        return (int) size;
    }

    /** Which command of which session. */
    Ticket ticket() {
        long session = i64("session");
        long packed = i64("sequence");
        try {
            return Ticket.of(session, packed);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException(Refused.Reason.MALFORMED, "ticket: " + e.getMessage(), e);
        }
    }

    EntryId entryId(String what) {
        long term = count(what);
        long index = count(what);
        try {
            return new EntryId(term, index);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException(Refused.Reason.MALFORMED, what + ": " + e.getMessage(), e);
        }
    }

    /** The name of a cluster or group; without control characters, as it will be in logs. */
    String name(String what) {
        String name = text(u8(what), what);
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedFrameException(what + " has control characters");
        }
        return name;
    }

    String message(String what) {
        require(Short.BYTES, what);
        int length = in.readUnsignedShortLE();
        if (length > Wire.MESSAGE_BYTES) {
            throw new MalformedFrameException(what + " of " + length + " bytes, at most " + Wire.MESSAGE_BYTES);
        }
        return text(length, what);
    }

    NodeId node(String what) {
        NodeId node = nodeOrNull(what);
        if (node == null) {
            throw new MalformedFrameException(what + " is missing");
        }
        return node;
    }

    /** A node id that may be unknown, which an empty name says. */
    @Nullable
    NodeId nodeOrNull(String what) {
        String name = text(u8(what), what);
        try {
            return name.isEmpty() ? null : new NodeId(name);
        } catch (IllegalArgumentException e) {
            // Without quoting it: it may hold anything.
            throw new MalformedFrameException(Refused.Reason.MALFORMED, what + " is no node id", null);
        }
    }

    /** One of a list, by its place from 1 on. */
    <T> T choice(List<T> choices, String what) {
        int code = u8(what);
        if (code < 1 || code > choices.size()) {
            throw new MalformedFrameException(what + " has the unknown code " + code);
        }
        return choices.get(code - 1);
    }

    /** What is left of the head, if it is not more than allowed. */
    Bytes rest(int atMost, String what) {
        if (left() > atMost) {
            throw new MalformedFrameException(what + " of " + left() + " bytes, at most " + atMost);
        }
        return Bytes.of(copy(left()));
    }

    /** The entries, which the checksum left out: they begin right where the head has ended. */
    byte[] entries() {
        requireEnd(left());
        return copy(in.readableBytes());
    }

    /** Makes sure that nothing is left. */
    void end() {
        requireEnd(in.readableBytes());
    }

    private static void requireEnd(int left) {
        if (left > 0) {
            throw new MalformedFrameException(left + " bytes too many");
        }
    }

    private byte[] copy(int length) {
        byte[] copy = new byte[length];
        in.readBytes(copy);
        return copy;
    }

    private int left() {
        return headEnd - in.readerIndex();
    }

    private String text(int length, String what) {
        require(length, what);
        ByteBuffer bytes = in.nioBuffer(in.readerIndex(), length);
        in.skipBytes(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException(Refused.Reason.MALFORMED, what + " is no UTF-8", null);
        }
    }

    private void require(int length, String what) {
        if (left() < length) {
            throw new MalformedFrameException(
                    "Ends within " + what + ": " + length + " bytes expected, " + left() + " left");
        }
    }
}
