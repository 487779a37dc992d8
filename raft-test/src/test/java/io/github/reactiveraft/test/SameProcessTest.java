package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A node that stopped for a failed sync, and another one on the same directory, in the same process. */
@ExtendWith(Quiet.class)
class SameProcessTest {

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final CrashDisk disk = new CrashDisk();
    private final List<Object> heard = new ArrayList<>();

    @Test
    void nodeIsReplacedByAnotherThatReadsTheDirectoryAnew() {
        RaftNode<Long, String, Long> first = lead();
        add(first, 5);
        disk.failForce(disk.forceCount() + 1);
        add(first, 10);

        assertThat(heard).hasSize(2).first().isEqualTo(5L);
        assertThat(heard.get(1)).isInstanceOf(RaftException.OutcomeUnknown.class);
        StepVerifier.create(first.terminated()).verifyErrorSatisfies(end -> assertThat(end)
                .isInstanceOf(RaftException.Fatal.class)
                .hasMessageContaining("Input/output error")
                .hasMessageContaining("restart it"));
        add(first, 100);
        assertThat(heard.get(2)).isInstanceOf(RaftException.class);
        heard.clear();

        RaftNode<Long, String, Long> second = lead();
        add(second, 1_000);

        // What failed was written, if not synced: now it is both, or it is gone for good.
        assertThat(heard).singleElement().isIn(1_005L, 1_015L);
        StepVerifier.create(second.close()).verifyComplete();
        CrashDisk left = disk.crash(new SplittableRandom(1));
        assertThat(RaftStorage.on(left).inspect().verdict().isSound()).isTrue();
    }

    private void add(RaftNode<Long, String, Long> node, long delta) {
        node.submit(delta).subscribe(heard::add, heard::add);
        pass();
    }

    private RaftNode<Long, String, Long> lead() {
        List<RaftNode<Long, String, Long>> started = new ArrayList<>();
        RaftServer.of(
                        new Sum(),
                        RaftSettings.of(spec -> spec.cluster("c").node("n1").members("n1")))
                .transport(new Alone())
                .storage(RaftStorage.on(disk).log())
                .lanes(clock, clock)
                .time(new Time())
                .random(new SplittableRandom(1))
                .start()
                .subscribe(started::add);
        pass();
        return started.get(0);
    }

    private void pass() {
        clock.advanceTimeBy(Duration.ofSeconds(2));
    }

    private final class Time implements NodeTime {

        @Override
        public long nanos() {
            return clock.now(TimeUnit.NANOSECONDS);
        }

        @Override
        public long wallMillis() {
            return clock.now(TimeUnit.MILLISECONDS);
        }
    }

    private static final class Alone implements RaftTransport {

        @Override
        public Mono<Void> start(LocalNode local, RequestHandler handler) {
            return Mono.empty();
        }

        @Override
        public String address() {
            return "nowhere";
        }

        @Override
        public RaftPeer peer(NodeId id) {
            throw new IllegalArgumentException("There is nobody else");
        }

        @Override
        public Mono<Void> stop() {
            return Mono.empty();
        }
    }
}
