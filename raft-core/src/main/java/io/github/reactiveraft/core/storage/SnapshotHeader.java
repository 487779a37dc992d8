package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How an image of a snapshot starts: a {@link Block} of term, index, timestamp (i64 each), cluster, group, count u16 and
 * names of the voters. It names no node, so the image is the same on every member.
 *
 * @param cluster the cluster that the state belongs to
 * @param group the consensus group that it belongs to
 * @param meta what the snapshot stands for
 */
record SnapshotHeader(String cluster, String group, SnapshotMeta meta) {

    /** No header is longer. */
    static final int MAX_BYTES = 256 * 1024;

    private static final long MAGIC = 0x3150_4E53_4641_5246L;

    /** Reads the start of a file. */
    static SnapshotHeader read(DiskFile file, String path) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(MAX_BYTES, file.size()));
        file.read(0, start);
        ByteBuffer body = Block.body(start.flip(), MAGIC, path, 0);
        try {
            EntryId last = new EntryId(body.getLong(), body.getLong());
            long timestamp = body.getLong();
            String cluster = Block.text(body);
            String group = Block.text(body);
            SortedSet<NodeId> voters = new TreeSet<>();
            for (int count = Short.toUnsignedInt(body.getShort()); count > 0; count--) {
                voters.add(NodeId.of(Block.text(body)));
            }
            Block.requireEnd(body);
            return new SnapshotHeader(cluster, group, new SnapshotMeta(last, timestamp, new Membership(voters)));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw Damage.corrupt(
                    path, Block.OVERHEAD, "it makes no sense in spite of a valid checksum: " + e.getMessage());
        }
    }

    ByteBuffer encode() {
        ByteBuffer buffer = Block.start(MAX_BYTES - Block.OVERHEAD);
        buffer.putLong(meta.lastIncluded().term()).putLong(meta.index()).putLong(meta.timestamp());
        Block.putText(buffer, cluster);
        Block.putText(buffer, group);
        buffer.putShort((short) meta.membership().voters().size());
        meta.membership().voters().forEach(voter -> Block.putText(buffer, voter.value()));
        return Block.finish(buffer, MAGIC);
    }

    /** Refuses a file of somebody else. */
    void requireSame(Owner owner, String path) {
        if (!cluster.equals(owner.cluster()) || !group.equals(owner.group())) {
            throw Damage.identity(path + " is a snapshot of cluster " + cluster + ", group " + group
                    + ", but this directory belongs to " + owner
                    + ". It was moved here: put it back, and restore what was here before");
        }
    }
}
