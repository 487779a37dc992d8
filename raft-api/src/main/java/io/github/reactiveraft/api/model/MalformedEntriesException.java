package io.github.reactiveraft.api.model;

/** Bytes that are no entries: cut off, damaged, out of order or too large. Nothing of them was used. */
public final class MalformedEntriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;

    /** Names the damage and where it is. */
    public MalformedEntriesException(String message, int position) {
        super(message + " (at byte " + position + ")");
        this.position = position;
    }

    /** The offset of the damaged entry from the start of the bytes that were decoded. */
    public int position() {
        return position;
    }
}
