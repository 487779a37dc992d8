package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.Sender;

/**
 * Who a transport speaks for: stamped on everything it sends, compared with everything it receives.
 *
 * @param cluster the cluster's name
 * @param group the consensus group's name
 * @param self the node and its incarnation
 * @param entryBytes the largest payload of one entry, command or query; larger ones are refused before anything is
 *     allocated for them
 * @param batchBytes the most bytes of entries in one append request, unless it has a single entry, and the most bytes in
 *     one piece of a snapshot, asked for or sent
 */
public record LocalNode(String cluster, String group, Sender self, int entryBytes, int batchBytes) {}
