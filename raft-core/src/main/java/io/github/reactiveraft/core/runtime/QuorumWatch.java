package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftTiming;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;
import io.github.reactiveraft.core.protocol.Quorum;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.SortedMap;
import java.util.TreeMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Check-quorum as a stream: a leader that got no answer from a majority for an election timeout says so, and the core
 * steps down (thesis §6.2), so that its clients look for the real one. If it stood still itself ({@link Alarm}), the others
 * get as much time again, a few times.
 */
final class QuorumWatch {

    private final RaftTiming timing;
    private final Alarm alarm;
    private final NodeTime time;
    private final SortedMap<NodeId, Long> heard = new TreeMap<>();
    private long excusedUntil;
    private int pardons;

    QuorumWatch(RaftTiming timing, Scheduler loop, NodeTime time) {
        this.timing = timing;
        this.alarm = new Alarm(timing, loop, time);
        this.time = time;
    }

    /** A peer answered in the leader's own term. */
    void heard(NodeId peer) {
        heard.put(peer, time.nanos());
    }

    /** Watches one leadership; everybody counts as heard at its start. */
    Mono<QuorumLost> watch(RaftView view) {
        return Mono.defer(() -> {
            view.membership().voters().forEach(this::heard);
            excusedUntil = time.nanos();
            Quorum quorum = new Quorum(view.membership());
            return alarm.isLate(timing.electionTimeoutMin().dividedBy(2))
                    .repeat()
                    .filter(late -> !isReached(quorum, view.self()) && !isExcused(late))
                    .next()
                    .map(late -> new QuorumLost(view.epoch()));
        });
    }

    private boolean isReached(Quorum quorum, NodeId self) {
        boolean isReached = quorum.isReached(node -> node.equals(self) || isFresh(node));
        pardons = isReached ? 0 : pardons;
        return isReached;
    }

    private boolean isFresh(NodeId node) {
        Long last = heard.get(node);
        return last != null && time.nanos() - last < timing.electionTimeoutMax().toNanos();
    }

    private boolean isExcused(boolean stoodStill) {
        if (stoodStill && pardons < Alarm.PARDONS) {
            pardons++;
            excusedUntil = time.nanos() + timing.electionTimeoutMax().toNanos();
        }
        return time.nanos() - excusedUntil < 0;
    }
}
