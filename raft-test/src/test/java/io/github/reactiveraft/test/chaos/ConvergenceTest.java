package io.github.reactiveraft.test.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.test.disk.Quiet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.scheduler.Scheduler;

/** A cluster that does not come back is reported, with what becomes of each member. */
@ExtendWith(Quiet.class)
class ConvergenceTest {

    private final ChaosBench bench = ChaosBench.of(ChaosBench.plan(2));
    private final Scheduler world = bench.cluster.simulation().scheduler();
    private final Convergence convergence = new Convergence(bench.cluster, bench.members, bench.client());

    private void isolate(int node) {
        bench.cluster.disconnect(node);
    }

    private void assertReported(String what) {
        assertThatExceptionOfType(Finding.class)
                .isThrownBy(convergence::check)
                .withMessageContaining(what)
                .withMessageContainingAll("n1 ", "n2 ", "n3 ", "applied");
    }

    @Test
    void soundClusterPasses() {
        bench.start();

        assertThatCode(convergence::check).doesNotThrowAnyException();
    }

    @Test
    void memberThatIsGivenUpIsNotWaitedFor() {
        int follower = (bench.start() + 1) % 3;
        bench.cluster.kill(follower);
        bench.members.giveUp(follower);

        assertThatCode(convergence::check).doesNotThrowAnyException();
    }

    @Test
    void clusterThatCannotElectIsReported() {
        bench.start();
        for (int node = 0; node < 3; node++) {
            isolate(node);
        }
        bench.advance(5_000);

        assertReported("has not got to a leader");
    }

    @Test
    void memberThatStaysDownIsReported() {
        bench.start();
        bench.cluster.kill(2);

        assertReported("has not got to a leader, a majority being up");
    }

    @Test
    void clusterThatCannotAnswerIsReported() {
        bench.start();
        for (int node = 0; node < 3; node++) {
            isolate(node);
        }

        assertReported("has not got to the end of an operation");
    }

    /** It hears of heartbeats, so it keeps still, and never gets an entry. */
    @Test
    void memberThatDoesNotCatchUpIsReported() {
        int leader = bench.start();
        NodeId behind = bench.cluster.id((leader + 1) % 3);
        bench.cluster.network().link(bench.cluster.id(leader), behind).narrow(1);

        assertReported("has not got to all sound members having applied the same");
    }

    @Test
    void clusterThatKeepsElectingIsReported() {
        bench.start();
        // Begins when the operations are done with, and holds up the leader of the moment again and again.
        world.schedulePeriodically(
                () -> bench.cluster.process(bench.leaderNow()).ifPresent(process -> {
                    process.pause();
                    world.schedule(process::resume, 2_000, MILLISECONDS);
                }),
                6_000,
                4_000,
                MILLISECONDS);

        assertReported("A healed cluster holds elections: from term");
    }
}
