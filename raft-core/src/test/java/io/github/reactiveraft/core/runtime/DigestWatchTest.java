package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.HEARTBEAT;
import static io.github.reactiveraft.core.runtime.Words.MAX;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** n1 of three, whose peers say what the test says. */
class DigestWatchTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Bench bench = new Bench();
    private final Sinks.Many<Digest> taken = Sinks.many().multicast().directBestEffort();
    private final DigestWatch watch = new DigestWatch(bench.parts(), List.of(bench.n2, bench.n3), () -> leader(9));
    private final List<String> told = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private void start() {
        watch.differences(taken.asFlux()).subscribe(tally -> told.add(tally.told()), failures::add);
    }

    /** Takes a digest, and a heartbeat later asks. */
    private void takes(long index, long value) {
        taken.tryEmitNext(new Digest(index, true, value));
        bench.pass(HEARTBEAT);
    }

    private static Digest has(long index, long value) {
        return new Digest(index, true, value);
    }

    private static Digest unknown(long index) {
        return new Digest(index, false, 0);
    }

    @Test
    void peersAreAskedAHeartbeatLater() {
        start();
        taken.tryEmitNext(has(10, 1));
        bench.pass(HEARTBEAT.minusMillis(1));
        assertThat(bench.n2.calls()).isEmpty();

        bench.passMillis(1);

        assertThat(bench.n2.last().request()).isEqualTo(new GetDigest(10));
        assertThat(bench.n3.last().request()).isEqualTo(new GetDigest(10));
    }

    @Test
    void nodeThatIsOutvotedSaysWhatIsWrongAndWhatToDo() {
        StepVerifier.create(watch.differences(taken.asFlux()))
                .then(() -> takes(10, 0xA))
                .then(() -> bench.n2.last().answer(has(10, 0xB)))
                .then(() -> bench.n3.last().answer(has(10, 0xB)))
                .verifyErrorSatisfies(diverged -> assertThat(diverged)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("behind index 10 is not that of the majority")
                        .hasMessageContaining("n1=000000000000000a, n2=000000000000000b, n3=000000000000000b")
                        .hasMessageContaining("not deterministic")
                        .hasMessageContaining("docs/divergence.md"));
    }

    @Test
    void oneOtherIsNoMajority() {
        start();
        takes(10, 0xA);

        bench.n2.last().answer(has(10, 0xB));
        bench.pass(LONG);

        assertThat(failures).isEmpty();
        assertThat(told).containsExactly("n1=000000000000000a, n2=000000000000000b");
    }

    @Test
    void ofThreeThatAllDifferNobodyStops() {
        start();
        takes(10, 0xA);

        bench.n2.last().answer(has(10, 0xB));
        bench.n3.last().answer(has(10, 0xC));

        assertThat(failures).isEmpty();
        assertThat(told).containsExactly("n1=000000000000000a, n2=000000000000000b, n3=000000000000000c");
    }

    @Test
    void differenceThatLastsIsToldOnce() {
        start();
        for (long index : new long[] {10, 20, 30, 40}) {
            takes(index, 0xA);
            bench.n2.last().answer(has(index, index == 30 ? 0xA : 0xB));
            bench.n3.last().answer(has(index, 0xA));
        }

        assertThat(told).hasSize(2);
        assertThat(failures).isEmpty();
    }

    @Test
    void thoseWhoAgreeTellNothing() {
        start();
        takes(10, 0xA);

        bench.n2.last().answer(has(10, 0xA));
        bench.n3.last().answer(has(10, 0xA));
        bench.pass(LONG);

        assertThat(told).isEmpty();
        assertThat(bench.n2.calls()).hasSize(1);
    }

    @Test
    void peerThatIsBehindIsAskedAgain() {
        start();
        takes(10, 0xA);
        bench.n2.last().answer(has(10, 0xB));
        bench.n3.last().answer(unknown(10));
        assertThat(failures).isEmpty();

        bench.pass(MAX);
        bench.n3.last().answer(has(10, 0xB));

        assertThat(bench.n2.calls()).hasSize(1);
        assertThat(bench.n3.calls()).hasSize(2);
        assertThat(failures).hasSize(1);
    }

    @Test
    void peerThatCannotBeReachedIsAskedForAWhile() {
        start();
        takes(10, 0xA);

        for (int round = 0; round < 30; round++) {
            bench.n2.last().fail(false);
            bench.pass(MAX);
        }

        assertThat(bench.n2.calls()).hasSize(16);
        assertThat(bench.n3.calls()).as("which is silent").hasSizeBetween(8, 16);
        assertThat(failures).isEmpty();
        assertThat(told).isEmpty();
    }

    static List<RaftResponse> noDigests() {
        return List.of(
                new Digest(20, true, 0xB),
                new Digest(10, false, 0xB),
                new Refused(Refused.Reason.MALFORMED, "Request type 9 is not known"),
                new Status(Role.FOLLOWER, 1, null, 10, 10, 10));
    }

    @ParameterizedTest
    @MethodSource("noDigests")
    void onlyADigestOfTheSameIndexCounts(RaftResponse answer) {
        start();
        takes(10, 0xA);

        bench.n2.last().answer(answer);
        bench.n3.last().answer(has(10, 0xB));
        bench.pass(LONG);

        assertThat(failures).isEmpty();
    }

    @Test
    void memberThatLostItsDiskDoesNotCount() {
        start();
        takes(10, 0xA);

        bench.n2.last().answerAs(new Sender(N2, Incarnation.of(4711)), has(10, 0xB));
        bench.n3.last().answer(has(10, 0xB));

        assertThat(failures).isEmpty();
    }

    @Test
    void digestIsComparedWhileEarlierOnesWaitForAPeer() {
        start();
        takes(10, 0xA);
        takes(20, 0xC);

        bench.n2.last().answer(has(20, 0xD));
        bench.n3.last().answer(has(20, 0xD));

        assertThat(failures).hasSize(1);
    }

    @Test
    void whileSixteenWaitTheLatestIsComparedNext() {
        start();
        for (long index = 1; index <= 20; index++) {
            taken.tryEmitNext(has(index, index));
        }
        bench.pass(HEARTBEAT);
        assertThat(bench.n2.calls()).hasSize(16);

        bench.n2.calls().get(0).answer(has(1, 1));
        bench.n3.calls().get(0).answer(has(1, 1));
        bench.pass(HEARTBEAT);

        assertThat(bench.n2.calls()).hasSize(17);
        assertThat(bench.n2.last().request()).isEqualTo(new GetDigest(20));
    }
}
