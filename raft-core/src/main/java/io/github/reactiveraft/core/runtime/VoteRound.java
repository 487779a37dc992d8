package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Ballot;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Quorum;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.core.protocol.VoteTally;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Vote collection as a stream: asks every peer at once, and again if it does not answer. It folds the first answer of each
 * and closes when the result is clear, when somebody is in a later term, or when all have answered. Unanswered requests
 * end with the role.
 */
final class VoteRound {

    private static final Logger LOG = LoggerFactory.getLogger(VoteRound.class);

    private final List<RaftPeer> peers;
    private final NodeParts parts;
    /** Why somebody refused to even look, so that it is said once and not every round. */
    private final SortedMap<NodeId, RaftResponse> refusals = new ConcurrentSkipListMap<>();

    VoteRound(NodeParts parts, List<RaftPeer> peers) {
        this.peers = peers;
        this.parts = parts;
    }

    /** One round for a pre-candidate or candidate; the answers stand in the event as they came. */
    Mono<BallotClosed> collect(RaftView view) {
        RaftRequest request = request(view);
        Count nothing = new Count(VoteTally.of(new Quorum(view.membership()), view.self()), List.of(), false);
        return Flux.fromIterable(peers)
                .flatMap(peer -> ballot(peer, request), Math.max(1, peers.size()))
                .scan(nothing, (count, ballot) -> count.with(ballot, view))
                .takeUntil(Count::isClosed)
                .last(nothing)
                .map(count -> new BallotClosed(view.epoch(), count.ballots()));
    }

    private static RaftRequest request(RaftView view) {
        EntryId last = view.log().lastEntry();
        return view.role() == Role.CANDIDATE
                ? new RaftRequest.RequestVote(view.term(), view.self(), last, view.isHandover())
                : new RaftRequest.PreVote(view.term() + 1, view.self(), last);
    }

    private Mono<Ballot> ballot(RaftPeer peer, RaftRequest request) {
        Mono<Ballot> attempt = peer.call(request).map(this::ballot).onErrorResume(unreachable -> {
            LOG.debug("No vote from {}: {}", peer.id(), unreachable.getMessage());
            return Mono.empty();
        });
        return Patience.askAgain(parts, attempt);
    }

    private Ballot ballot(PeerReply reply) {
        if (reply.response() instanceof VoteReply vote) {
            return new Ballot(reply.from(), vote.term(), vote.isGranted());
        }
        if (reply.response() instanceof PreVoteReply vote) {
            return new Ballot(reply.from(), vote.term(), vote.isGranted());
        }
        NodeId voter = reply.from().node();
        if (!reply.response().equals(refusals.put(voter, reply.response()))) {
            LOG.warn("No vote from peer={} but {}", voter, reply.response());
        }
        return new Ballot(reply.from(), 0, false);
    }

    private record Count(VoteTally tally, List<Ballot> ballots, boolean isOutdated) {

        /** A yes that the core will not count must not end the round: another voter's may be on its way. */
        Count with(Ballot ballot, RaftView view) {
            boolean isYes = ballot.isGranted() && view.recognises(ballot.from());
            List<Ballot> more = new ArrayList<>(ballots);
            more.add(ballot);
            return new Count(tally.with(ballot.from().node(), isYes), more, isOutdated || ballot.term() > view.term());
        }

        boolean isClosed() {
            return isOutdated || tally.isDecided();
        }
    }
}
