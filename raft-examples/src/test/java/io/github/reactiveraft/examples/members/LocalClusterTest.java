package io.github.reactiveraft.examples.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.CounterStateMachine;
import io.github.reactiveraft.examples.members.NodeSwitches.Position;
import io.github.reactiveraft.examples.members.NodeSwitches.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class LocalClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final NodeId N2 = NodeId.of("n2");

    @TempDir
    private Path directory = Path.of("given by JUnit");

    private List<Member> members() {
        return Member.onLoopback("local", 3, 17_500, directory);
    }

    private static Mono<LocalCluster<Long, CounterQuery, CounterResult>> start(List<Member> members) {
        return LocalCluster.start(members, CounterStateMachine::new);
    }

    private static void assertRefused(Mono<Void> change, String message, boolean isKnown) {
        StepVerifier.create(change)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .hasMessageContaining(message)
                        .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                        .returns(isKnown, Refused::isKnown))
                .verify(PATIENCE);
    }

    @Test
    void nodesAreStoppedAndStartedOneByOne() {
        LocalCluster<Long, CounterQuery, CounterResult> cluster =
                start(members()).blockOptional(PATIENCE).orElseThrow();
        assertThat(cluster.positions().values()).containsOnly(Position.RUNNING);

        cluster.stop(N2).block(PATIENCE);

        assertThat(cluster.positions().get(N2)).isEqualTo(Position.STOPPED);
        assertThat(cluster.statuses()).extracting(MemberStatus::isReachable).containsExactly(true, false, true);
        assertRefused(cluster.stop(N2), "n2 is stopped", true);

        cluster.start(N2).block(PATIENCE);

        assertThat(cluster.positions().values()).containsOnly(Position.RUNNING);
        assertRefused(cluster.start(N2), "n2 is running", true);
        assertRefused(cluster.stop(NodeId.of("n9")), "no node n9", false);
        cluster.close().block(PATIENCE);
        StepVerifier.create(cluster.terminated()).expectComplete().verify(PATIENCE);
    }

    @Test
    void changesAreOneAtATimeAndTheEndWaitsForThem() {
        LocalCluster<Long, CounterQuery, CounterResult> cluster =
                start(members()).blockOptional(PATIENCE).orElseThrow();
        cluster.stop(N2).block(PATIENCE);

        cluster.start(N2).subscribe().dispose();

        assertRefused(cluster.start(N2), "n2 is ", true);
        cluster.close().block(PATIENCE);
        assertThat(cluster.positions().values()).containsOnly(Position.STOPPED);
        assertRefused(cluster.start(N2), "n2 is stopped", true);
        start(members()).flatMap(LocalCluster::close).block(PATIENCE);
    }

    @Test
    void memberThatCannotStartTakesTheOthersDownWithIt() {
        List<Member> members = members();
        LocalCluster<Long, CounterQuery, CounterResult> first =
                start(members).blockOptional(PATIENCE).orElseThrow();

        StepVerifier.create(start(members))
                .expectError(RaftException.Fatal.class)
                .verify(PATIENCE);

        first.close().block(PATIENCE);
        start(members).flatMap(LocalCluster::close).block(PATIENCE);
    }
}
