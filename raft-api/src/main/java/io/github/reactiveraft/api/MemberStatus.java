package io.github.reactiveraft.api;

import java.util.Optional;

/**
 * One line of the cluster as seen from a member that asked around.
 *
 * @param node the member's name
 * @param address where the asking node reaches it, for people to read
 * @param status what it answered, or empty if it did not answer in time
 */
public record MemberStatus(NodeId node, String address, Optional<RaftStatus> status) {

    /** Whether the member answered. */
    public boolean isReachable() {
        return status.isPresent();
    }
}
