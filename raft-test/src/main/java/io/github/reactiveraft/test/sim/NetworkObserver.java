package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;

/** Sees what leaves the nodes, at the moment it leaves: from then on others may learn of it. */
public interface NetworkObserver {

    /** A request leaves a node. */
    default void onRequest(NodeId from, NodeId to, RaftRequest request) {}

    /**
     * A reply leaves a node.
     *
     * @param from who answers
     * @param to who asked
     * @param request what was asked
     * @param response what is answered
     */
    default void onReply(NodeId from, NodeId to, RaftRequest request, RaftResponse response) {}
}
