package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.util.List;

/** The storage's refusals, worded in one place: what, where, and what an operator can do. */
final class Damage {

    private static final String ADVICE = ". Nothing was changed. Restore the directory from"
            + " a copy made after this node stopped, or replace the member by one with a new name; an older"
            + " copy or an empty directory under the same name would forget votes and entries";

    private static final String SNAPSHOT_ADVICE =
            ". The node that met this puts the file aside and stops. Check the device"
                    + " and start it again: it goes on from the snapshot before and the log, or gets from other members what is lost";

    private static final String AT = "is damaged at byte ";

    private Damage() {}

    static StorageException corrupt(String path, long offset, String what) {
        return new StorageException(Reason.CORRUPT, path + " " + AT + offset + ": " + what + ADVICE, null);
    }

    /** A refusal's words without the file and the advice, for those who list several. */
    static String what(StorageException refusal, String path) {
        String message = String.valueOf(refusal.getMessage());
        if (!message.startsWith(path + " ")) {
            return message;
        }
        String rest = message.substring(path.length() + 1);
        for (String advice : List.of(ADVICE, SNAPSHOT_ADVICE)) {
            if (rest.startsWith(AT) && rest.endsWith(advice)) {
                return rest.substring(rest.indexOf(": ") + 2, rest.length() - advice.length());
            }
        }
        return rest;
    }

    /** The first byte that a refusal is about, 0 if it is about a whole file. */
    static long offset(StorageException refusal, String path) {
        String message = String.valueOf(refusal.getMessage());
        String start = path + " " + AT;
        return message.startsWith(start)
                ? Long.parseLong(message.substring(start.length(), message.indexOf(": ", start.length())))
                : 0;
    }

    static StorageException noStorage(String directory) {
        return new StorageException(
                Reason.IO,
                directory + " holds no storage: there is neither identity nor state, log or snapshot in it",
                null);
    }

    static StorageException unreadable(String directory, IOException cause) {
        return new StorageException(
                Reason.IO, "Reading " + directory + " failed: " + cause + ". Check permissions and the device", cause);
    }

    static StorageException snapshot(String path, long offset, String what) {
        return new StorageException(Reason.CORRUPT, path + " " + AT + offset + ": " + what + SNAPSHOT_ADVICE, null);
    }

    static StorageException received(SnapshotMeta meta, long byteCount, long offset, String what) {
        return new StorageException(
                Reason.CORRUPT,
                "What came in is not the image of " + byteCount + " bytes that was announced as snapshot "
                        + meta.lastIncluded() + ": at byte " + offset + ", " + what
                        + ". It was discarded; perhaps the sender's file is damaged, or in another format version",
                null);
    }

    static StorageException version(String path, int version) {
        return new StorageException(
                Reason.VERSION,
                path + " has format version " + Integer.toUnsignedString(version) + ", this release knows "
                        + Block.VERSION + " only. Start the release that wrote it, or a newer one",
                null);
    }

    static StorageException doubled(String path) {
        return corrupt(path, 0, "there is another segment of the same number");
    }

    static StorageException tooLarge(String path, long index, int byteCount, int entryBytes) {
        return new StorageException(
                Reason.IO,
                path + " holds entry " + index + " with " + byteCount + " bytes of payload, but " + entryBytes
                        + " are allowed. Start the node with at least the limit for commands that it had before",
                null);
    }

    static StorageException identity(String what) {
        return new StorageException(Reason.IDENTITY, what, null);
    }

    static StorageException superseded(String directory) {
        return new StorageException(
                Reason.SUPERSEDED,
                directory
                        + " was superseded: other members know this node with a later start of the same data, so this is"
                        + " an older copy of it, or the copy of a running node. Start the node with the directory it had"
                        + " last, if that is still there; else replace the member by one with a new name. This directory"
                        + " would forget votes and entries",
                null);
    }

    static StorageException inUse(String directory) {
        return new StorageException(
                Reason.IN_USE,
                directory + " is in use by another node or process. Stop that one, or give this node its own directory",
                null);
    }

    static StorageException full(String path, DiskFullException cause) {
        return new StorageException(
                Reason.FULL,
                "There is no room on the disk of " + path + ": " + cause.getMessage()
                        + ". Free some space, or raise the quota; nothing is lost",
                cause);
    }

    /** What failed on the way to a snapshot's file, or at a start, and was given up: for want of room, or as {@link #io}. */
    static StorageException unfinished(String path, String what, IOException cause) {
        return cause instanceof DiskFullException full ? full(path, full) : io(path, what, cause);
    }

    static StorageException io(String directory, String what, IOException cause) {
        return new StorageException(
                Reason.IO,
                what + " " + directory + " failed: " + cause
                        + ". Check free space, permissions and the device, then start" + " the node again",
                cause);
    }
}
