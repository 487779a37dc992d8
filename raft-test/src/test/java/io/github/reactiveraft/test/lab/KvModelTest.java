package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.test.history.History;
import io.github.reactiveraft.test.history.LinearizabilityChecker;
import org.junit.jupiter.api.Test;

/** What the key-value lab takes for a mistake of the cluster. */
class KvModelTest {

    private final History<KvInput, Long> history = new History<>();
    private long now;

    private void put(String value) {
        answered(new KvInput.Put("k", value), Integer.toString(value.length()));
    }

    private void append(String value, int length) {
        answered(new KvInput.Append("k", value), Integer.toString(length));
    }

    private void get(String value) {
        answered(new KvInput.Get("k"), value);
    }

    private void answered(KvInput input, String answer) {
        int handle = history.invoke("c", input.key(), input, now++);
        history.complete(handle, KvModel.output(input, answer), now++);
    }

    private boolean isLinearizable() {
        return new LinearizabilityChecker<>(new KvModel())
                .check(history.operations())
                .isLinearizable();
    }

    @Test
    void whatWasPutAndAppendedIsRead() {
        get("");
        append("ab", 2);
        append("cd", 4);
        get("abcd");
        put("ef");
        get("ef");

        assertThat(isLinearizable()).isTrue();
    }

    @Test
    void lostAppendIsFound() {
        append("ab", 2);
        append("cd", 4);
        get("ab");

        assertThat(isLinearizable()).isFalse();
    }

    @Test
    void appendThatWasExecutedTwiceIsFound() {
        append("ab", 2);
        append("cd", 6);

        assertThat(isLinearizable()).isFalse();
    }

    @Test
    void swappedCharactersAreFound() {
        append("ab", 2);
        get("ba");

        assertThat(isLinearizable()).isFalse();
    }

    @Test
    void appendInDoubtMayHaveHappenedOrNot() {
        append("ab", 2);
        history.lost(history.invoke("d", "k", new KvInput.Append("k", "cd"), now++));
        get("ab");
        get("abcd");

        assertThat(isLinearizable()).isTrue();
    }

    @Test
    void tokensHaveToStandOnceAndInOrder() {
        KvTokens.requireOnceAndInOrder("x 1 0 yx 2 0 yx 1 2 y");

        assertThatThrownBy(() -> KvTokens.requireOnceAndInOrder("x 1 0 yx 1 0 y"))
                .hasMessageContaining("Token 0 of client 1 stands behind its token 0");
        assertThatThrownBy(() -> KvTokens.requireOnceAndInOrder("x 1 1 yx 1 0 y"))
                .hasMessageContaining("Token 0 of client 1 stands behind its token 1");
        assertThatThrownBy(() -> KvTokens.requireOnceAndInOrder("x 1 1 y1 y")).hasMessageContaining("No token");
    }
}
