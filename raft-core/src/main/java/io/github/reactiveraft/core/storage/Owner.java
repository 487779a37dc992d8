package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.nio.ByteBuffer;

/**
 * Whose a file is; stands in every one of them, so that a file put into a foreign directory is noticed.
 *
 * @param incarnation the number drawn when the directory was created
 */
record Owner(String cluster, String group, String node, long incarnation) {

    static Owner of(StorageIdentity identity, long incarnation) {
        return new Owner(identity.cluster(), identity.group(), identity.node().value(), incarnation);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if no node can be the owner
     */
    static Owner read(ByteBuffer body) {
        long incarnation = body.getLong();
        return new Owner(
                Block.text(body), Block.text(body), NodeId.of(Block.text(body)).value(), incarnation);
    }

    void write(ByteBuffer body) {
        body.putLong(incarnation);
        Block.putText(body, cluster);
        Block.putText(body, group);
        Block.putText(body, node);
    }

    /** Refuses a file of somebody else. */
    void requireSame(Owner stored, String path) {
        if (!equals(stored)) {
            throw Damage.identity(path + " belongs to " + stored + ", but this directory to " + this
                    + ". It was moved here: put it back, and restore what was here before");
        }
    }

    @Override
    public String toString() {
        return "node " + node + " of cluster " + cluster + ", group " + group + ", incarnation "
                + Long.toHexString(incarnation);
    }
}
