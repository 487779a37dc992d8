package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The file that makes a directory a node's: the last one to be created, so a directory without it holds nothing yet. A
 * {@link Block} of owner, count u16 and names of the founding voters.
 */
record IdentityFile(Owner owner, Membership founders) {

    static final String NAME = "identity";

    private static final long MAGIC = 0x3144_4954_4641_5246L;
    private static final int MAX_BYTES = 256 * 1024;

    void create(Disk disk) throws IOException {
        ByteBuffer buffer = Block.start(MAX_BYTES);
        owner.write(buffer);
        buffer.putShort((short) founders.voters().size());
        founders.voters().forEach(voter -> Block.putText(buffer, voter.value()));
        ByteBuffer content = Block.finish(buffer, MAGIC);
        WholeFile.create(disk, NAME, content, content.limit());
    }

    static IdentityFile read(Disk disk) throws IOException {
        String path = disk.locate(NAME);
        ByteBuffer content = WholeFile.read(disk, NAME, MAX_BYTES);
        ByteBuffer body = Block.body(content, MAGIC, path, 0);
        try {
            Owner owner = Owner.read(body);
            SortedSet<NodeId> voters = new TreeSet<>();
            for (int count = Short.toUnsignedInt(body.getShort()); count > 0; count--) {
                voters.add(NodeId.of(Block.text(body)));
            }
            Block.requireEnd(body);
            return new IdentityFile(owner, new Membership(voters));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw Damage.corrupt(
                    path, Block.OVERHEAD, "it makes no sense in spite of a valid checksum: " + e.getMessage());
        }
    }

    /** Refuses to serve anybody but the one the directory was created for. */
    void requireSame(StorageIdentity asked, String directory) {
        Owner asking = Owner.of(asked, owner.incarnation());
        if (!owner.equals(asking)) {
            throw Damage.identity(directory + " belongs to " + owner + ", but was opened for " + asking
                    + ". Give this node its own directory, or correct its settings");
        }
        if (!founders.equals(asked.founders())) {
            throw Damage.identity(directory + " was founded with the members " + founders.voters()
                    + ", but was opened with " + asked.founders().voters()
                    + ". Founding members are fixed at the first start: set " + founders.voters()
                    + " again, or start a new cluster in new directories");
        }
    }
}
