package io.github.reactiveraft.core.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no room on a {@link Disk} for what was to be written, or its user may have no more of it. */
public final class DiskFullException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Tells what there was no room for. */
    public DiskFullException(String message, @Nullable IOException cause) {
        super(message, cause);
    }
}
