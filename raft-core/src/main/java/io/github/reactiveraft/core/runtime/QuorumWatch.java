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
 * steps down (thesis §6.2), so that its clients look for the real one. Answers that came while it stood still itself are
 * heard first ({@link Alarm}).
 */
final class QuorumWatch {

    private final RaftTiming timing;
    private final Alarm alarm;
    private final NodeTime time;
    private final SortedMap<NodeId, Long> heard = new TreeMap<>();

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
            Quorum quorum = new Quorum(view.membership());
            return alarm.after(timing.electionTimeoutMin().dividedBy(2))
                    .repeat()
                    .filter(tick -> !quorum.isReached(node -> node.equals(view.self()) || isFresh(node)))
                    .next()
                    .map(tick -> new QuorumLost(view.epoch()));
        });
    }

    private boolean isFresh(NodeId node) {
        Long last = heard.get(node);
        return last != null && time.nanos() - last < timing.electionTimeoutMax().toNanos();
    }
}
