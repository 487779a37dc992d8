package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.N4;
import static io.github.reactiveraft.core.protocol.Fixture.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import org.junit.jupiter.api.Test;

class VoteTallyTest {

    private static VoteTally ofFive() {
        return VoteTally.of(new Quorum(voters(5)), N1);
    }

    @Test
    void candidateAloneWinsOnlyInAGroupOfOne() {
        assertThat(VoteTally.of(new Quorum(voters(1)), N1).isWon()).isTrue();
        assertThat(VoteTally.of(new Quorum(voters(2)), N1).isDecided()).isFalse();
    }

    @Test
    void isWonWithTheMajorityAndLostWhenItIsOutOfReach() {
        VoteTally two = ofFive().with(N2, true).with(N3, false).with(N4, false);

        assertThat(two.isDecided()).isFalse();
        assertThat(two.with(NodeId.of("n5"), true).isWon()).isTrue();
        assertThat(two.with(NodeId.of("n5"), true).isLost()).isFalse();
        assertThat(two.with(NodeId.of("n5"), false).isLost()).isTrue();
        assertThat(two.with(NodeId.of("n5"), false).isWon()).isFalse();
    }

    @Test
    void nobodyCountsTwice() {
        assertThat(ofFive().with(N2, true).with(N2, true).isDecided()).isFalse();
        assertThat(ofFive().with(N2, false).with(N2, false).with(N2, false).isDecided())
                .isFalse();
    }

    @Test
    void yesReplacesANoAndIsNeverTakenBack() {
        VoteTally changed = ofFive().with(N2, false).with(N2, true).with(N2, false);

        assertThat(changed.with(N3, true).isWon()).isTrue();
        assertThat(changed.with(N3, false).with(N4, false).isLost()).isFalse();
    }

    @Test
    void strangersDoNotCount() {
        NodeId stranger = NodeId.of("n9");

        assertThat(ofFive().with(N2, true).with(stranger, true).isWon()).isFalse();
        assertThat(ofFive().with(N2, false)
                        .with(N3, false)
                        .with(stranger, false)
                        .isLost())
                .isFalse();
    }

    @Test
    void earlierCountStaysAsItWas() {
        VoteTally before = ofFive().with(N2, true);

        before.with(N3, true);

        assertThat(before.isWon()).isFalse();
    }
}
