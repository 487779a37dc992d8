package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.RoleChange;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** What people and programs see of the node: published after each burst of the loop, latest first, conflating. */
final class StatusBoard {

    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

    private final Sinks.Many<RaftStatus> statuses = Sinks.many().replay().latest();
    private final Sinks.Many<RoleChange> roles = Sinks.many().replay().latest();
    private final Sinks.Many<LeaderChange> leaders = Sinks.many().replay().latest();
    private volatile RaftStatus status;
    private RoleChange role;
    private LeaderChange leader;

    StatusBoard(RaftView view) {
        status = toStatus(view, 0, view.isDoubtful() ? StorageHealth.DAMAGED : StorageHealth.OK);
        role = new RoleChange(view.term(), view.role());
        leader = new LeaderChange(view.term(), Optional.ofNullable(view.leader()));
        statuses.tryEmitNext(status);
        roles.tryEmitNext(role);
        leaders.tryEmitNext(leader);
    }

    /** Shows what changed; on the loop only. */
    void publish(RaftView view, long lastApplied, StorageHealth storage) {
        RaftStatus now = toStatus(view, lastApplied, storage);
        if (now.equals(status)) {
            return;
        }
        status = now;
        publishRole(new RoleChange(now.term(), now.role()), now);
        publishLeader(new LeaderChange(now.term(), now.leader()));
        statuses.tryEmitNext(now);
    }

    private void publishRole(RoleChange now, RaftStatus whole) {
        if (!now.equals(role)) {
            if (now.role() != role.role()) {
                LOG.info(
                        "node={} term={} role={} lastIndex={} commitIndex={}",
                        whole.node(),
                        now.term(),
                        now.role(),
                        whole.lastIndex(),
                        whole.commitIndex());
            }
            role = now;
            roles.tryEmitNext(now);
        }
    }

    private void publishLeader(LeaderChange now) {
        if (!now.equals(leader)) {
            leader = now;
            leaders.tryEmitNext(now);
        }
    }

    /** Never older than what was published: whoever is told by a stream finds this at that change or at a later one. */
    RaftStatus status() {
        return status;
    }

    Flux<RaftStatus> statuses() {
        return statuses.asFlux().onBackpressureLatest();
    }

    Flux<RoleChange> roles() {
        return roles.asFlux().onBackpressureLatest();
    }

    Flux<LeaderChange> leaders() {
        return leaders.asFlux().onBackpressureLatest();
    }

    /** The node stops; on the loop only. */
    void close(RaftException cause) {
        if (cause instanceof RaftException.Closed) {
            statuses.tryEmitComplete();
            roles.tryEmitComplete();
            leaders.tryEmitComplete();
        } else {
            statuses.tryEmitError(cause);
            roles.tryEmitError(cause);
            leaders.tryEmitError(cause);
        }
    }

    private static RaftStatus toStatus(RaftView view, long lastApplied, StorageHealth storage) {
        return new RaftStatus(
                view.self(),
                view.role(),
                view.term(),
                Optional.ofNullable(view.leader()),
                view.durableIndex(),
                view.commitIndex(),
                lastApplied,
                storage);
    }
}
