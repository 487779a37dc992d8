package io.github.reactiveraft.examples.counter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    private static final NodeId N1 = NodeId.of("n1");

    private static final Map<RaftException, Integer> STATUSES = Map.of(
            new RaftException.NotLeader(N1, null), 503,
            new RaftException.Unavailable("no leader"), 503,
            new RaftException.Overloaded("full"), 503,
            new RaftException.Compacted("behind", 7), 503,
            new RaftException.SessionExpired("ended"), 503,
            new RaftException.Closed(N1), 503,
            new RaftException.Fatal("disk gone", null), 503,
            new RaftException.Rejected("too large", null), 400,
            new RaftException.ResultLost("too large", null), 504,
            new RaftException.OutcomeUnknown("lost", null), 504);

    static Stream<RaftException> known() {
        return STATUSES.keySet().stream();
    }

    @Test
    void everyKindOfRaftExceptionIsKnownHere() {
        assertThat(STATUSES.keySet().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(RaftException.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("known")
    void kindHasItsStatus(RaftException failure) {
        assertThat(Failures.answer(failure).status()).isEqualTo(STATUSES.get(failure));
    }

    @ParameterizedTest
    @MethodSource("known")
    void statusNeverPromisesThatNothingWasDoneUnlessThatIsCertain(RaftException failure) {
        assertThat(Failures.answer(failure).status() == 504).isEqualTo(!failure.isDefinitelyNotDone());
    }
}
