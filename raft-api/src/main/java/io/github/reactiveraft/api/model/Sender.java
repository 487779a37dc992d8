package io.github.reactiveraft.api.model;

import io.github.reactiveraft.api.NodeId;

/**
 * Who a message comes from.
 *
 * @param node the member's name
 * @param incarnation what its data is recognised by
 */
public record Sender(NodeId node, Incarnation incarnation) {}
