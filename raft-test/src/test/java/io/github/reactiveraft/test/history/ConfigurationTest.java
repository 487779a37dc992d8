package io.github.reactiveraft.test.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigurationTest {

    private final Configuration<String> root = Configuration.root("");

    @Test
    void orderOfPlacingDoesNotMatter() {
        Configuration<String> one = root.with(2, "a").with(0, "b").with(1, "c").with(4, "d");
        Configuration<String> other =
                root.with(4, "e").with(1, "f").with(2, "g").with(0, "d");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.prefix()).isEqualTo(3);
        assertThat(one.isPlaced(2)).isTrue();
        assertThat(one.isPlaced(3)).isFalse();
        assertThat(one.isPlaced(4)).isTrue();
    }

    @Test
    void statesOfTheSameHashCodeAreTwo() {
        assertThat("Aa").hasSameHashCodeAs("BB");

        assertThat(root.with(0, "Aa")).isNotEqualTo(root.with(0, "BB"));
    }

    @Test
    void setsOfTheSameSizeAreTwo() {
        assertThat(root.with(1, "a")).isNotEqualTo(root.with(0, "a")).isNotEqualTo(root.with(2, "a"));
    }

    @Test
    void returnsExplainedCountMoreThanOperationsPlaced() {
        Configuration<String> early = root.with(0, "a");
        Configuration<String> many = root.with(2, "a").with(3, "a");

        assertThat(early.isFurtherThan(many)).isTrue();
        assertThat(many.isFurtherThan(early)).isFalse();
        assertThat(early.with(2, "a").isFurtherThan(early)).isTrue();
        assertThat(early.isFurtherThan(early)).isFalse();
    }
}
