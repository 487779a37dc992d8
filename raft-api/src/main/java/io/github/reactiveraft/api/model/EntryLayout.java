package io.github.reactiveraft.api.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * How one entry lies in bytes, little-endian, the same in the log, on the wire and in memory:
 *
 * <pre>
 *  0 length u32 (of all of this)   4 crc32c u32 (of everything else here)
 *  8 term i64   16 index i64   24 type u8   25 flags u8 (0; bit 0 reserved: payload left out)
 * 26 timestamp i64   34 session i64   42 sequence i64   50 payload
 * </pre>
 */
final class EntryLayout {

    static final int OVERHEAD = 50;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private EntryLayout() {}

    static int length(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long term(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 8);
    }

    static long index(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 16);
    }

    static int type(byte[] bytes, int at) {
        return bytes[at + 24] & 0xFF;
    }

    static int flags(byte[] bytes, int at) {
        return bytes[at + 25] & 0xFF;
    }

    static long timestamp(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 26);
    }

    static long session(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 34);
    }

    static long sequence(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 42);
    }

    static boolean hasValidChecksum(byte[] bytes, int at, int length) {
        return (int) INT.get(bytes, at + 4) == checksum(bytes, at, length);
    }

    /** Writes one entry and returns where the next one starts. */
    static int put(byte[] bytes, int at, EntryId id, long timestamp, Proposal proposal) {
        int length = proposal.entryBytes();
        INT.set(bytes, at, length);
        LONG.set(bytes, at + 8, id.term());
        LONG.set(bytes, at + 16, id.index());
        bytes[at + 24] = (byte) proposal.type().code();
        bytes[at + 25] = 0;
        LONG.set(bytes, at + 26, timestamp);
        LONG.set(bytes, at + 34, proposal.session());
        LONG.set(bytes, at + 42, proposal.sequence());
        proposal.payload().copyTo(bytes, at + OVERHEAD);
        INT.set(bytes, at + 4, checksum(bytes, at, length));
        return at + length;
    }

    private static int checksum(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, 4);
        crc.update(bytes, at + 8, length - 8);
        return (int) crc.getValue();
    }
}
