package io.github.reactiveraft.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IncarnationTest {

    private static final Incarnation CREATED = Incarnation.of(7);
    private static final Incarnation FIRST = CREATED.opened(0x8000_0001L);
    private static final Incarnation SECOND = FIRST.opened(3);
    private static final Incarnation THIRD = SECOND.opened(2);

    @Test
    void openingsAreCountedWhateverIsDrawn() {
        assertThat(FIRST.start()).isEqualTo(0x1_8000_0001L);
        assertThat(SECOND.start()).isEqualTo(0x2_0000_0003L);
        assertThat(THIRD).isEqualTo(new Incarnation(7, 0x3_0000_0002L, 0x2_0000_0003L));
        assertThat(THIRD).hasToString("7#3.2");
    }

    @Test
    void sameOpeningAndEveryLaterOneContinue() {
        assertThat(FIRST.continues(CREATED)).isTrue();
        assertThat(FIRST.continues(FIRST)).isTrue();
        assertThat(SECOND.continues(FIRST)).isTrue();
        assertThat(THIRD.continues(FIRST)).as("nobody met the second").isTrue();
    }

    @Test
    void otherDataDoesNotContinue() {
        assertThat(Incarnation.of(8).opened(1).continues(FIRST)).isFalse();
    }

    @Test
    void earlierOpeningDoesNotContinueALaterOne() {
        assertThat(FIRST.continues(SECOND)).isFalse();
        assertThat(CREATED.continues(FIRST)).isFalse();
    }

    @Test
    void copyOpenedBesideTheOriginalDoesNotContinueIt() {
        Incarnation copy = FIRST.opened(9_999);

        assertThat(copy.continues(SECOND)).isFalse();
        assertThat(SECOND.continues(copy)).isFalse();
    }

    /** It has been opened as often as the original, which would be enough for a number that only counts. */
    @Test
    void olderCopyDoesNotContinueHoweverHighItsNumberIs() {
        Incarnation copyOfFirst = FIRST.opened(0xFFFF_FFFFL);

        assertThat(copyOfFirst.continues(SECOND)).isFalse();
        assertThat(copyOfFirst.opened(5).continues(SECOND)).as("its second").isFalse();
        assertThat(copyOfFirst.continues(THIRD)).isFalse();
        assertThat(copyOfFirst.opened(5).opened(5).opened(5).continues(THIRD))
                .as("more starts than the member has met: cannot be told")
                .isTrue();
    }

    @Test
    void onlyAnOpeningThatFollowsTheOneBeforeIsOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation(1, 0x2_0000_0000L, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation(1, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation(1, 0x1_0000_0000L, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation(1, 0x1_0000_0001L, 0x1_0000_0000L));
    }
}
