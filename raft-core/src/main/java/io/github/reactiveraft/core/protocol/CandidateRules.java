package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Standing;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.TimeoutNowReceived;

/** From the election timeout to the leadership (§5.2), by way of a pre-vote (thesis §9.6). */
final class CandidateRules {

    private final NodeState state;
    private final Roles roles;
    private final Senders senders;
    private final FollowerRules follower;

    CandidateRules(NodeState state, Roles roles, Senders senders, FollowerRules follower) {
        this.follower = follower;
        this.state = state;
        this.roles = roles;
        this.senders = senders;
    }

    /** Asks around before it touches its term; also when the last attempt got nowhere. A log in doubt leads nobody. */
    void onElectionTimeout(ElectionTimeout event) {
        if (state.isCurrent(event.epoch())
                && state.role() != Role.LEADER
                && !state.isDoubtful()
                && state.membership().hasVoter(state.self())) {
            roles.becomePreCandidate();
        }
    }

    /**
     * Stands at once, without a pre-vote, if the leader asks for it (thesis §3.10): one that is still the leader, and whose
     * log this node has. A request that comes late is of a term that is over.
     */
    void onTimeoutNow(TimeoutNowReceived event) {
        TimeoutNow request = event.request();
        Refused refusal = follower.refusal(event.from(), request.leader(), request.term());
        if (follower.follows(event.rpcId(), event.from(), refusal, request.term(), request.leader())) {
            long term = state.term();
            boolean isAble = !state.isDoubtful()
                    && state.membership().hasVoter(state.self())
                    && state.isTermDurable()
                    && state.log().lastEntry().compareTo(request.lastEntry()) >= 0;
            if (isAble) {
                roles.becomeCandidate();
                state.markHandover();
            }
            state.reply(event.rpcId(), new Standing(term, isAble));
        }
    }

    /** Counts the answers of a round anew. A later term in any of them ends the candidacy, however late it comes. */
    void onBallotClosed(BallotClosed event) {
        long highestTerm = 0;
        VoteTally tally = VoteTally.of(state.quorum(), state.self());
        for (Ballot ballot : event.ballots()) {
            if (senders.recognise(ballot.from())) {
                highestTerm = Math.max(highestTerm, ballot.term());
                tally = tally.with(ballot.from().node(), counts(ballot));
            }
        }
        if (highestTerm > state.term()) {
            roles.becomeFollower(highestTerm);
        } else if (state.isCurrent(event.epoch()) && tally.isWon()) {
            advance();
        }
    }

    private boolean counts(Ballot ballot) {
        if (state.role() == Role.CANDIDATE) {
            return ballot.isGranted() && ballot.term() == state.term() && senders.counts(ballot.from());
        }
        // A pre-vote binds nobody, so it counts from a voter of any term up to this one (a later one ends the round
        // before anything is counted), and from a voter only just met.
        return ballot.isGranted();
    }

    private void advance() {
        if (state.role() == Role.PRE_CANDIDATE) {
            roles.becomeCandidate();
        } else if (state.role() == Role.CANDIDATE) {
            roles.becomeLeader();
        }
    }
}
