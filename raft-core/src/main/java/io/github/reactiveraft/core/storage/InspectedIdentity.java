package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Membership;

/**
 * Whose directory it is.
 *
 * @param cluster the cluster's name
 * @param group the consensus group's name
 * @param node the node's name
 * @param incarnation the number drawn when the directory was created; any {@code long}
 * @param founders the founding membership
 */
public record InspectedIdentity(String cluster, String group, NodeId node, long incarnation, Membership founders) {

    static InspectedIdentity of(IdentityFile file) {
        Owner owner = file.owner();
        return new InspectedIdentity(
                owner.cluster(), owner.group(), NodeId.of(owner.node()), owner.incarnation(), file.founders());
    }
}
