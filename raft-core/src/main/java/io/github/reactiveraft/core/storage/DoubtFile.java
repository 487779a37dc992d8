package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/**
 * How far a damaged log reached: a {@link Block} of term and index (i64 each) of the last entry that may have been
 * acknowledged. It is there from the start that found the damage until the log is whole again, or a start finds it to
 * reach as far, so that the claim outlives what proves it. If it is damaged itself, everything up to the present term may have been.
 */
final class DoubtFile {

    static final String NAME = "doubt";

    private static final long MAGIC = 0x3154_4244_4641_5246L;
    private static final int BODY_BYTES = 16;

    private DoubtFile() {}

    /** The claim, {@link EntryId#NONE} if there is none. */
    static EntryId read(Disk disk, List<String> names, long term) throws IOException {
        if (!names.contains(NAME)) {
            return EntryId.NONE;
        }
        String path = disk.locate(NAME);
        try {
            ByteBuffer body = Block.body(WholeFile.read(disk, NAME, Block.OVERHEAD + BODY_BYTES), MAGIC, path, 0);
            return new EntryId(body.getLong(), body.getLong());
        } catch (StorageException damaged) {
            if (damaged.reason() != Reason.CORRUPT) {
                throw damaged;
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // A checksum that is right by chance says as little as a wrong one.
        }
        return anythingOf(term);
    }

    /** Claims everything that a log can have in a term. */
    static EntryId anythingOf(long term) {
        return term == 0 ? EntryId.NONE : new EntryId(term, Long.MAX_VALUE);
    }

    /** The latest of some claims, {@link EntryId#NONE} if a log and the snapshot in front of it reach as far. */
    static EntryId unmet(List<EntryId> claims, EntryId lastEntry, EntryId snapshot) {
        EntryId latest = Collections.max(claims);
        return latest.compareTo(lastEntry) <= 0 || latest.compareTo(snapshot) <= 0 ? EntryId.NONE : latest;
    }

    /** Takes a claim back, durably; none is needed. */
    static void delete(Disk disk) throws IOException {
        if (disk.list("").contains(NAME)) {
            disk.delete(NAME);
            disk.forceDirectory("");
        }
    }

    /** Makes a claim durable. */
    static void write(Disk disk, EntryId claim) throws IOException {
        ByteBuffer buffer = Block.start(BODY_BYTES);
        buffer.putLong(claim.term()).putLong(claim.index());
        ByteBuffer block = Block.finish(buffer, MAGIC);
        WholeFile.create(disk, NAME, block, block.limit());
        disk.forceDirectory("");
    }
}
