package io.github.reactiveraft.core.runtime;

/**
 * What a node does with snapshots (§7).
 *
 * @param shelf those in force
 * @param taker makes own ones
 * @param fetcher gets others'
 */
record Snapshots(SnapshotShelf shelf, SnapshotTaker taker, SnapshotFetcher fetcher) {}
