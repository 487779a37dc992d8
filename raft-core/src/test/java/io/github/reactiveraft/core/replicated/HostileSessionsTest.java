package io.github.reactiveraft.core.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.api.fuzz.Mutator;
import io.github.reactiveraft.api.fuzz.Trials;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sessions in front of a snapshot's state that nobody wrote like that. */
class HostileSessionsTest {

    private final Replicas log = new Replicas();
    private final long session = log.open();

    @Test
    void hostileSessionsAreReadOrRefused() {
        log.command(session, 1, 0, 5);
        log.command(session, 900, 899, 13);
        byte[] one = log.snapshot();
        log.open();
        byte[] other = log.snapshot();

        Trials.ofInputs(HostileSessionsTest.class, HostileInputs.COUNT).run(seed -> {
            byte[] hostile = new Mutator(new SplittableRandom(seed)).mutated(one, other);
            try {
                log.restoredFrom(hostile, 64);
            } catch (IllegalStateException refused) {
                assertThat(refused).hasMessageContaining("snapshot");
            } catch (IllegalArgumentException ofTheApplication) {
                assertThat(ofTheApplication).hasMessageContaining("A long takes 8 bytes");
            }
        });
    }
}
