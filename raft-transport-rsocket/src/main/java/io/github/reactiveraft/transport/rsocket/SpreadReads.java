package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads that any member answers. Each goes to the one that has fewest of them, so that one that stands still holds up a few; one
 * that was of no use is left alone for a while.
 */
final class SpreadReads {

    private static final Duration REST = Duration.ofSeconds(1);

    private final List<Member> members;
    private final Scheduler timers;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Knows the members.
     *
     * @param batchers make of a route what sends over it
     */
    SpreadReads(List<Endpoint> members, Function<Route, Batcher> batchers, Scheduler timers) {
        this.timers = timers;
        this.members =
                members.stream().map(member -> new Member(member, batchers)).toList();
    }

    /** One read for each subscriber; {@link RaftException.Unavailable} at once if all members are left alone now. */
    Mono<Bytes> done(ClientRequest request) {
        return Mono.defer(() -> {
            Member member = leastBusy();
            if (member.isResting()) {
                return Mono.error(new RaftException.Unavailable("No member answers reads now"));
            }
            member.underWay.incrementAndGet();
            return member.reads.done(request).doFinally(end -> member.underWay.decrementAndGet());
        });
    }

    private Member leastBusy() {
        int first = Math.floorMod(turn.getAndIncrement(), members.size());
        Member best = members.get(first);
        for (int i = 1; i < members.size(); i++) {
            Member other = members.get((first + i) % members.size());
            if (other.burden() < best.burden()) {
                best = other;
            }
        }
        return best;
    }

    private final class Member implements Route {

        private final Target target;
        private final Batcher reads;
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile long restsUntilMillis;

        private Member(Endpoint endpoint, Function<Route, Batcher> batchers) {
            this.target = Target.of(endpoint);
            this.reads = batchers.apply(this);
        }

        private boolean isResting() {
            return timers.now(TimeUnit.MILLISECONDS) < restsUntilMillis;
        }

        private int burden() {
            return isResting() ? Integer.MAX_VALUE : underWay.get();
        }

        @Override
        public Target target() {
            return target;
        }

        @Override
        public void passOver(Endpoint member) {
            restsUntilMillis = timers.now(TimeUnit.MILLISECONDS) + REST.toMillis();
        }
    }
}
