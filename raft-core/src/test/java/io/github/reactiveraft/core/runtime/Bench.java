package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What n1 of three is plugged into, all in the test's hand: virtual time, a lane for files, two peers. */
final class Bench {

    final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    final CountedLane loop = new CountedLane(clock);
    final HandLane io = new HandLane();
    final HookedStorage storage = new HookedStorage();
    final ScriptedPeer n2 = new ScriptedPeer(Words.N2);
    final ScriptedPeer n3 = new ScriptedPeer(Words.N3);
    RaftLimits limits = RaftLimits.defaults();
    SnapshotPolicy policy = SnapshotPolicy.defaults();
    int digestEntryCount;
    RandomGenerator random = new SplittableRandom(42);
    StepObserver observer = StepObserver.NONE;
    private Duration stoodStill = Duration.ZERO;

    final NodeTime time = new NodeTime() {
        @Override
        public long nanos() {
            return clock.now(TimeUnit.NANOSECONDS) + stoodStill.toNanos();
        }

        @Override
        public long wallMillis() {
            return clock.now(TimeUnit.MILLISECONDS) + stoodStill.toMillis();
        }
    };

    NodeParts parts() {
        return new NodeParts(
                Words.settings(
                        spec -> spec.limits(limits).snapshots(policy).digests(digestEntryCount),
                        "n1",
                        "n1",
                        "n2",
                        "n3"),
                new Peers(),
                storage,
                loop,
                io,
                time,
                random,
                observer);
    }

    void pass(Duration duration) {
        clock.advanceTimeBy(duration);
    }

    void passMillis(long millis) {
        pass(Duration.ofMillis(millis));
    }

    /** Time passes in which nothing runs here, so that whatever is due by the clock comes late. */
    void standStill(long millis) {
        stoodStill = stoodStill.plusMillis(millis);
    }

    private final class Peers implements RaftTransport {

        @Override
        public Mono<Void> start(LocalNode local, RequestHandler handler) {
            return Mono.empty();
        }

        @Override
        public String address() {
            return "address-of-n1";
        }

        @Override
        public RaftPeer peer(NodeId id) {
            return id.equals(Words.N2) ? n2 : n3;
        }

        @Override
        public Mono<Void> stop() {
            return Mono.empty();
        }
    }
}
