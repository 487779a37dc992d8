package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Membership;

/**
 * Whose data it is. Written at the first start and compared at every later one.
 *
 * @param cluster the cluster's name
 * @param group the consensus group's name
 * @param node the node's name
 * @param founders the founding membership
 * @param newIncarnation a random number, another one for every opening: names this data, should it be created now, and
 *     this opening of it in any case
 * @param entryBytes the largest payload an entry may have; a larger one on disk is damage
 */
public record StorageIdentity(
        String cluster, String group, NodeId node, Membership founders, long newIncarnation, int entryBytes) {}
