package io.github.reactiveraft.api.model;

import io.github.reactiveraft.api.NodeId;

/**
 * Who a message comes from.
 *
 * @param node the member's name
 * @param incarnation the number its data directory drew when it was created
 */
public record Sender(NodeId node, long incarnation) {}
