package io.github.reactiveraft.api.spi;

import org.jspecify.annotations.Nullable;

/** A storage could not do what it was asked; the message names the file and what an operator can do. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What went wrong, for programs. */
    public enum Reason {
        /** Another process, or another node of this one, has the directory open. */
        IN_USE,
        /** The data belongs to another cluster, group or node, or was founded with other members. */
        IDENTITY,
        /** The data is damaged where no power cut explains it; nothing was changed. */
        CORRUPT,
        /** A format version this release does not know. */
        VERSION,
        /** Reading, writing or syncing failed. */
        IO,
        /** There is no room on the disk. Nothing was changed: what failed may be tried again. */
        FULL,
        /** The data is an older copy, or was copied and the copy went on: a member was told so, and must not use it again. */
        SUPERSEDED
    }

    /** Names reason and details. */
    public StorageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What went wrong, for programs. */
    public Reason reason() {
        return reason;
    }
}
