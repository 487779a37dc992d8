package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.fuzz.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Makes the checksums of damaged files right again, kind by kind, as far as they can be found in what is left. */
final class Seals {

    private static final int FRAME_MAGIC = 0xF7A3_51C9;

    private Seals() {}

    /**
     * Seals a block; gives it back its first bytes, without which nobody looks any further, and mostly a length that is
     * possible.
     *
     * @param kind a block of the same kind
     */
    static byte[] block(byte[] input, byte[] kind, SplittableRandom random) {
        if (input.length < Block.OVERHEAD) {
            return input;
        }
        System.arraycopy(kind, 0, input, 0, 16);
        ByteBuffer block = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        int most = input.length - Block.OVERHEAD;
        boolean isPossible = block.getInt(16) >= 0 && block.getInt(16) <= most;
        if (!isPossible && random.nextInt(8) > 0) {
            block.putInt(16, random.nextBoolean() ? most : random.nextInt(most + 1));
        }
        int length = block.getInt(16);
        if (length >= 0 && length <= most) {
            CRC32C crc = new CRC32C();
            crc.update(input, 16, 4);
            crc.update(input, Block.OVERHEAD, length);
            block.putInt(20, (int) crc.getValue());
        }
        return input;
    }

    /** Seals the header and the records of an image. */
    static byte[] image(byte[] input, byte[] kind, SplittableRandom random) {
        block(input, kind, random);
        ByteBuffer header = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        return input.length < Block.OVERHEAD || header.getInt(16) < 0 || header.getInt(16) > input.length
                ? input
                : records(input, Block.OVERHEAD + header.getInt(16), header, random);
    }

    /** Seals the records of an image as belonging to a header, whatever header it has. */
    static byte[] records(byte[] input, int from, ByteBuffer header, SplittableRandom random) {
        ByteBuffer image = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C payloads = new CRC32C();
        long payloadBytes = 0;
        int at = from;
        while (input.length - at >= SnapshotRecord.OVERHEAD) {
            int length = image.getInt(at);
            int end = at + SnapshotRecord.OVERHEAD + (length == 0 ? SnapshotRecord.END_PAYLOAD_BYTES : length);
            if (length < 0 || length > SnapshotRecord.MAX_PAYLOAD_BYTES || end > input.length) {
                return input;
            }
            if (length > 0) {
                payloads.update(input, at + SnapshotRecord.OVERHEAD, length);
                payloadBytes += length;
            } else if (random.nextInt(8) > 0) {
                image.putLong(at + 8, payloadBytes).putInt(at + 16, (int) payloads.getValue());
            }
            image.putInt(at + 4, recordChecksum(image, at, end, header));
            at = end;
        }
        return input;
    }

    private static int recordChecksum(ByteBuffer image, int at, int end, ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(image.slice(at, 4));
        crc.update(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, at));
        crc.update(Block.checksum(header));
        crc.update(image.slice(at + SnapshotRecord.OVERHEAD, end - at - SnapshotRecord.OVERHEAD));
        return (int) crc.getValue();
    }

    /** Seals the header, the frames and the entries of a file of the log. */
    static byte[] segment(byte[] input, byte[] kind, SplittableRandom random) throws IOException {
        if (input.length < Block.OVERHEAD + 3 * Long.BYTES + Long.BYTES) {
            return input;
        }
        ByteBuffer file = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        if (random.nextInt(8) > 0) {
            file.putLong(Block.OVERHEAD + 3 * Long.BYTES, input.length);
        }
        block(input, kind, random);
        MemoryDisk disk = new MemoryDisk();
        SegmentHeader header;
        try {
            header = SegmentHeader.decode(file.slice(), "segment");
        } catch (RuntimeException unreadable) {
            // Then nobody looks for frames either.
            return input;
        }
        disk.open(Segment.name(header), true);
        try (Segment segment = Segment.created(disk, header)) {
            frames(input, segment, random);
        }
        return input;
    }

    private static void frames(byte[] input, Segment segment, SplittableRandom random) {
        ByteBuffer file = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        byte[] head = new byte[Frame.OVERHEAD];
        int at = segment.dataStart();
        while (file.limit() - at >= Frame.OVERHEAD && file.getInt(at) == FRAME_MAGIC) {
            int length = file.getInt(at + 12);
            int payloadAt = at + Frame.OVERHEAD;
            if (length < 0 || length > file.limit() - payloadAt) {
                return;
            }
            Checksums.sealEntries(input, payloadAt, payloadAt + length);
            int checksum = random.nextInt(16) == 0 ? file.getInt(at + 20) : Checksums.of(file.slice(payloadAt, length));
            new Frame(
                            at,
                            file.getInt(at + 8),
                            length,
                            file.getInt(at + 16),
                            checksum,
                            file.getLong(at + 24),
                            file.getLong(at + 32),
                            file.getLong(at + 40))
                    .write(head, segment);
            file.put(at, head);
            at = payloadAt + length;
        }
    }

    /** Seals all four copies of term and vote. */
    static byte[] state(byte[] input, byte[] kind, SplittableRandom random) {
        for (int at = 0; at < input.length; at += StateSlot.BYTES) {
            byte[] slot = new byte[Math.min(StateSlot.BYTES, input.length - at)];
            System.arraycopy(input, at, slot, 0, slot.length);
            System.arraycopy(block(slot, kind, random), 0, input, at, slot.length);
        }
        return input;
    }
}
