package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.SnapshotPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The bounds of the lab's harness, each exceeded once. */
class LabClusterTest {

    private final LabCluster lab = new LabCluster(
            LabSetup.plain(3, true, SnapshotPolicy.never()), 1, "run LabClusterTest", RaftLimits.defaults());

    private Duration timeTo(ThrowingCallable failing, String message) {
        Duration start = lab.cluster().simulation().elapsed();
        assertThatThrownBy(failing).isInstanceOf(AssertionError.class).hasMessageContaining(message);
        return lab.cluster().simulation().elapsed().minus(start);
    }

    private void disconnectAll() {
        IntStream.range(0, lab.size()).forEach(lab.cluster()::disconnect);
    }

    @Test
    void leaderIsWaitedForFiveSeconds() {
        disconnectAll();

        assertThat(timeTo(lab::oneLeader, "No leader within PT5S")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void agreementIsWaitedForTenSecondsWhenNobodyTakesTheCommand() {
        disconnectAll();

        assertThat(timeTo(() -> lab.agree("1", 3), "No agreement of 3 nodes on 1 within PT10S"))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void agreementIsWaitedForTenSecondsWhenItIsNeverCommitted() {
        int leader = lab.oneLeader();
        lab.cluster().disconnect(lab.after(leader, 1));

        assertThat(timeTo(() -> lab.agree("1", 3), "No agreement of 3 nodes on 1 within PT10S"))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void agreementThatIsNotRetriedIsWaitedForTwoSeconds() {
        int leader = lab.oneLeader();
        lab.cluster().disconnect(lab.after(leader, 1));

        assertThat(timeTo(() -> lab.run(new Agreement(lab, "1", 3).once()), "within PT2S"))
                .isBetween(Duration.ofMillis(1_980), Duration.ofMillis(2_050));
    }

    @Test
    void entryIsWaitedForHalfAMinute() {
        assertThat(timeTo(() -> lab.await(1, 1), "Not applied at index 1 by 1 nodes"))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
    }

    @Test
    void leaderWithoutMajorityIsFound() {
        lab.oneLeader();

        assertThatThrownBy(lab::noLeader)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("A leader without a majority");
    }

    @Test
    void moreThanTenHeartbeatsASecondAreTooMany() {
        int leader = lab.oneLeader();
        lab.clients()
                .schedulePeriodically(() -> lab.cluster().submit(leader, "not quiet"), 0, 50, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> lab.idle(Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("heartbeats from");
    }
}
