package io.github.reactiveraft.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ModelTest {

    private static final NodeId N1 = NodeId.of("n1");
    private static final NodeId N2 = NodeId.of("n2");
    private static final EntryBatch TWO =
            EntryBatch.encode(3, 2, 0, List.of(Proposal.noop(), Proposal.command(Bytes.of(new byte[] {1}))));

    @Test
    @DisplayName("§5.4.1: the later term wins, and within a term the longer log")
    void entryIdsAreOrderedByTermThenIndex() {
        List<EntryId> ids =
                new ArrayList<>(List.of(new EntryId(3, 1), new EntryId(2, 9), EntryId.NONE, new EntryId(2, 10)));

        ids.sort(null);

        assertThat(ids).containsExactly(EntryId.NONE, new EntryId(2, 9), new EntryId(2, 10), new EntryId(3, 1));
    }

    @Test
    void entryIdHasBothTermAndIndexOrNeither() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(1, -1));
        assertThat(new EntryId(2, 7)).hasToString("2/7");
    }

    @Test
    void appendRequestKnowsWhatItVerifies() {
        assertThat(new AppendEntries(2, N1, new EntryId(1, 2), 0, TWO).verifiedIndex())
                .isEqualTo(4);
        assertThat(new AppendEntries(2, N1, new EntryId(1, 2), 0, EntryBatch.empty()).verifiedIndex())
                .isEqualTo(2);
    }

    @Test
    void appendRequestThatNoLeaderCouldSendCannotBe() {
        assertThatIllegalArgumentException()
                .as("gap")
                .isThrownBy(() -> new AppendEntries(2, N1, new EntryId(1, 1), 0, TWO));
        assertThatIllegalArgumentException()
                .as("entries of a later term than the leader's")
                .isThrownBy(() -> new AppendEntries(1, N1, new EntryId(1, 2), 0, TWO));
        assertThatIllegalArgumentException()
                .as("previous of a later term than the leader's")
                .isThrownBy(() -> new AppendEntries(2, N1, new EntryId(3, 2), 0, EntryBatch.empty()));
        assertThatIllegalArgumentException()
                .as("term falls")
                .isThrownBy(() -> new AppendEntries(3, N1, new EntryId(3, 2), 0, TWO));
        assertThatIllegalArgumentException()
                .as("commitIndex")
                .isThrownBy(() -> new AppendEntries(2, N1, new EntryId(1, 2), -1, TWO));
    }

    @Test
    void hardStateKeepsWhatItIsNotTold() {
        HardState state = HardState.INITIAL.knowing(N2, Incarnation.of(7)).inTerm(3, N1);

        assertThat(state.incarnations()).containsEntry(N2, Incarnation.of(7));
        assertThat(state.knowing(N1, Incarnation.of(1)).votedFor()).isEqualTo(N1);
        assertThat(state.inTerm(4, null)).isEqualTo(new HardState(4, null, state.incarnations()));
        assertThatIllegalArgumentException().isThrownBy(() -> new HardState(-1, null, new TreeMap<>()));
        assertThatIllegalArgumentException().isThrownBy(() -> new HardState(0, N1, new TreeMap<>()));
    }

    @Test
    void recordsDoNotChangeWithWhatTheyWereMadeOf() {
        SortedMap<NodeId, Incarnation> incarnations = new TreeMap<>();
        SortedSet<NodeId> voters = new TreeSet<>(List.of(N1));
        HardState state = new HardState(1, null, incarnations);
        Membership membership = new Membership(voters);

        incarnations.put(N1, Incarnation.of(1));
        voters.add(N2);

        assertThat(state.incarnations()).isEmpty();
        assertThat(membership.hasVoter(N2)).isFalse();
        assertThat(membership.hasVoter(N1)).isTrue();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> membership.voters().add(N2));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> state.incarnations().put(N1, Incarnation.of(1)));
    }

    @Test
    void membershipHasAVoter() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Membership(new TreeSet<>()));
    }

    @Test
    void entryTypesAreFoundByTheirCodes() {
        for (EntryType type : EntryType.values()) {
            assertThat(EntryType.ofCode(type.code())).isEqualTo(type);
        }
        assertThat(EntryType.ofCode(0)).isNull();
        assertThat(EntryType.ofCode(4)).isNull();
        assertThat(EntryType.NOOP.code()).isEqualTo(1);
        assertThat(EntryType.COMMAND.code()).isEqualTo(2);
        assertThat(EntryType.OPEN_SESSION.code()).isEqualTo(3);
    }

    @Test
    void bytesAreEqualByContentAndReadOnly() {
        ByteBuffer source = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);

        Bytes bytes = Bytes.copyOf(source);

        assertThat(bytes).isEqualTo(Bytes.of(new byte[] {1, 2, 3})).hasSameHashCodeAs(Bytes.of(new byte[] {1, 2, 3}));
        assertThat(bytes).isNotEqualTo(Bytes.empty()).hasToString("3 bytes");
        assertThat(source.remaining()).isEqualTo(3);
        assertThat(bytes.buffer().isReadOnly()).isTrue();
        byte[] target = new byte[5];
        bytes.copyTo(target, 2);
        assertThat(target).containsExactly(0, 0, 1, 2, 3);
    }
}
