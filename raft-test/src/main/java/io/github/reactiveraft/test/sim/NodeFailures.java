package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;

/** Hears of nodes that stop by themselves. */
@FunctionalInterface
public interface NodeFailures {

    /**
     * A node stopped, or could not start; its process does nothing any more. Called from the middle of the node's work.
     *
     * @param isStart whether it had not started completely
     */
    void onFailure(NodeId node, boolean isStart, Throwable cause);
}
