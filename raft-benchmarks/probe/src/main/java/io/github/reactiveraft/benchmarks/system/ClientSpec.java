package io.github.reactiveraft.benchmarks.system;

import java.util.List;

/**
 * A client to be connected.
 *
 * @param addresses {@code host:port} of all members
 * @param inFlight so many calls will be under way at a time at most: queues must take them
 */
public record ClientSpec(List<String> addresses, int inFlight) {

    /** Copies the list. */
    public ClientSpec {
        addresses = List.copyOf(addresses);
    }
}
