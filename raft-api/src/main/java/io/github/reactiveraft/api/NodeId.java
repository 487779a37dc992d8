package io.github.reactiveraft.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a cluster member, independent of its network address: a member may move, its name stays.
 *
 * @param value 1 to 64 characters out of {@code A-Z a-z 0-9 _ . -}
 */
public record NodeId(String value) implements Comparable<NodeId> {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the value is empty, longer than 64 characters or has a character not allowed
     */
    public NodeId {
        Objects.requireNonNull(value, "value");
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A node id takes 1 to 64 characters out of A-Z a-z 0-9 _ . - but was '" + value + "'");
        }
    }

    /** Shorthand for the constructor. */
    public static NodeId of(String value) {
        return new NodeId(value);
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
