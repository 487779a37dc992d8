package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Headers, identities and states as no release writes them: refused, or something that could have been written. */
class HostileBlocksTest {

    private static final String PATH = "block";
    private static final Owner OWNER = Owner.of(GoldenFiles.IDENTITY, 77);

    @Test
    void headersOfSegments() {
        List<byte[]> valid = List.of(
                bytes(new SegmentHeader(1, 1, 0, 4096, false, OWNER).encode()),
                bytes(new SegmentHeader(12, 4711, 3, 65_536, true, OWNER).encode()));

        hostile(valid)
                .within(24 * 1024, 32)
                .feed(input -> {
                    SegmentHeader header = SegmentHeader.decode(ByteBuffer.wrap(input), PATH);
                    assertThat(SegmentHeader.decode(header.encode(), PATH)).isEqualTo(header);
                })
                .requireReached(5);
    }

    @Test
    void identities() throws IOException {
        List<byte[]> valid = new ArrayList<>();
        for (int count : new int[] {1, 3, 40}) {
            MemoryDisk disk = new MemoryDisk();
            new IdentityFile(OWNER, voters(count)).create(disk);
            valid.add(HostileDisk.content(disk, IdentityFile.NAME));
        }

        hostile(valid)
                .within(16 * 1024, 64)
                .feed(input -> IdentityFile.read(HostileDisk.with(IdentityFile.NAME, input)))
                .requireReached(6);
    }

    @Test
    void copiesOfTermAndVote() throws IOException {
        List<byte[]> valid = new ArrayList<>();
        HardState state = HardState.INITIAL;
        MemoryDisk disk = new MemoryDisk();
        StateFile.create(disk, OWNER.incarnation());
        for (int member = 0; member < 30; member++) {
            valid.add(firstSlot(disk));
            try (StateFile file = StateFile.open(disk, OWNER)) {
                state = state.inTerm(state.term() + 1, NodeId.of("n" + member))
                        .knowing(NodeId.of("m" + member), Incarnation.of(member));
                file.write(state);
            }
        }

        hostile(valid)
                .within(16 * 1024, 64)
                .feed(input -> StateSlot.decode(ByteBuffer.wrap(input), 0, PATH))
                .requireReached(8);
    }

    /** As long as it has to be: nothing of what follows is of any use. */
    private static byte[] firstSlot(MemoryDisk disk) throws IOException {
        ByteBuffer file =
                ByteBuffer.wrap(HostileDisk.content(disk, StateFile.NAME)).order(ByteOrder.LITTLE_ENDIAN);
        return bytes(file.slice(0, Block.OVERHEAD + file.getInt(16)));
    }

    @Test
    void headersOfSnapshots() {
        List<byte[]> valid = new ArrayList<>();
        for (int count : new int[] {1, 3, 40}) {
            valid.add(bytes(new SnapshotHeader("counter", "main", HostileImagesTest.meta(voters(count))).encode()));
        }

        hostile(valid)
                .within(16 * 1024, 64)
                .feed(input -> SnapshotHeader.read(HostileDisk.with(PATH, input).open(PATH, false), PATH))
                .requireReached(6);
    }

    private static HostileInputs hostile(List<byte[]> valid) {
        return HostileInputs.of(HostileBlocksTest.class, valid, StorageException.class)
                .sealedBy((input, random) -> Seals.block(input, valid.get(0), random));
    }

    private static Membership voters(int count) {
        SortedSet<NodeId> voters = new TreeSet<>();
        for (int voter = 0; voter < count; voter++) {
            voters.add(NodeId.of("voter-" + voter));
        }
        return new Membership(voters);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
