package io.github.reactiveraft.test.lab;

/**
 * What the clients of a run do, and what is done to the cluster meanwhile.
 *
 * @param clientCount how many there are
 * @param isSplit whether the network falls apart every second
 * @param isCrashed whether all nodes go down after each round, and come back
 * @param isShared whether clients take any key of all, and overwrite some; else each appends to a key of its own
 */
record KvLoad(int clientCount, boolean isSplit, boolean isCrashed, boolean isShared) {

    static KvLoad of(int clientCount) {
        return new KvLoad(clientCount, false, false, false);
    }

    KvLoad split() {
        return new KvLoad(clientCount, true, isCrashed, isShared);
    }

    KvLoad crashed() {
        return new KvLoad(clientCount, isSplit, true, isShared);
    }

    KvLoad shared() {
        return new KvLoad(clientCount, isSplit, isCrashed, true);
    }
}
