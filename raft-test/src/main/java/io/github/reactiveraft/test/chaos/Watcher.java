package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Watches one member, in each of its lives anew: what it sees must be what the member applies, one change after the other,
 * until the member goes or the watcher is told that it is too slow.
 */
final class Watcher {

    private static final Duration LOOK = Duration.ofMillis(100);
    /** A slow watcher takes one change in so many looks: two a second, less than the laziest clients write. */
    private static final int SLOW_LOOK_COUNT = 5;

    private final SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster;
    private final int node;
    private final boolean isSlow;
    private final Scheduler world;
    private @Nullable RaftNode<RegisterWrite, Integer, RegisterAnswer> watched;
    private @Nullable Watch watch;

    Watcher(SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster, int node, boolean isSlow) {
        this.cluster = cluster;
        this.node = node;
        this.isSlow = isSlow;
        this.world = cluster.simulation().scheduler();
    }

    /** Goes on until nobody wants it any more. */
    Mono<Void> run() {
        return Flux.interval(LOOK, world).doOnNext(this::look).then();
    }

    /** Of a member that lost its data nobody writes down what it applies, so there is nothing to compare with. */
    private void look(long number) {
        RaftNode<RegisterWrite, Integer, RegisterAnswer> now =
                cluster.node(node).orElse(null);
        if (now == null || isLost()) {
            return;
        }
        if (now != watched || watch == null || watch.isDisposed()) {
            watched = now;
            Watch fresh = new Watch(isSlow);
            watch = fresh;
            now.watch().subscribe(fresh);
        } else if (isSlow && number % SLOW_LOOK_COUNT == 0) {
            watch.request(1);
        }
    }

    private boolean isLost() {
        return cluster.checks().isLost(cluster.id(node));
    }

    private final class Watch extends BaseSubscriber<Change<RegisterAnswer>> {

        private final boolean isAsked;
        private long lastIndex;
        private int lastPlace = -1;

        Watch(boolean isAsked) {
            this.isAsked = isAsked;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(isAsked ? 1 : Long.MAX_VALUE);
        }

        @Override
        protected void hookOnNext(Change<RegisterAnswer> change) {
            if (isLost()) {
                cancel();
                return;
            }
            Finding.unless(
                    change.index() > lastIndex,
                    () -> "A watcher of member " + node + " sees index " + change.index() + " behind " + lastIndex);
            lastIndex = change.index();
            int place = place(change.value().value());
            Finding.unless(
                    place >= 0,
                    () -> "A watcher of member " + node + " sees " + change + ", which does not follow command "
                            + lastPlace);
            lastPlace = place;
        }

        /** Where the member applied this: anywhere for the first change, then behind the one before; -1 if it did not. */
        private int place(long value) {
            List<RegisterWrite> applied = cluster.applied(node);
            int from = lastPlace + 1;
            int to = lastPlace < 0 ? applied.size() : Math.min(applied.size(), from + 1);
            return IntStream.range(from, to)
                    .filter(place -> applied.get(place).value() == value)
                    .findFirst()
                    .orElse(-1);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            if (failure instanceof RaftException.Overloaded && isAsked) {
                cluster.faults().onFault(Fault.SLOW_CONSUMER, cluster.id(node));
            } else if (failure instanceof RaftException.Overloaded || !(failure instanceof RaftException)) {
                cluster.simulation().fail(failure);
            }
        }
    }
}
