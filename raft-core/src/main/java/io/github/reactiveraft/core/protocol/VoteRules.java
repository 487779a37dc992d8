package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.PreVoteReceived;
import io.github.reactiveraft.core.protocol.Event.VoteReceived;

/** Who gets this node's vote (§5.2, §5.4.1), and whom it would give one (thesis §9.6). */
final class VoteRules {

    private final NodeState state;
    private final Roles roles;
    private final Senders senders;

    VoteRules(NodeState state, Roles roles, Senders senders) {
        this.state = state;
        this.roles = roles;
        this.senders = senders;
    }

    /** Answers without touching term, vote or timer: a pre-vote disturbs nobody. */
    void onPreVote(PreVoteReceived event) {
        PreVote request = event.request();
        Refused refusal = senders.refusal(event.from(), request.candidate(), request.term());
        if (refusal != null) {
            state.reply(event.rpcId(), refusal);
            return;
        }
        senders.learn(event.from());
        boolean isGranted = request.term() > state.term() && isUpToDate(request.lastEntry()) && !state.isSticky();
        state.reply(event.rpcId(), new PreVoteReply(state.term(), isGranted));
    }

    /** Gives at most one vote a term, first come, first served. */
    void onRequestVote(VoteReceived event) {
        RequestVote request = event.request();
        Refused refusal = senders.refusal(event.from(), request.candidate(), request.term());
        if (refusal != null) {
            state.reply(event.rpcId(), refusal);
            return;
        }
        senders.learn(event.from());
        if (request.term() > state.term() && (request.isHandover() || !state.isSticky())) {
            roles.becomeFollower(request.term());
        }
        boolean isGranted =
                request.term() == state.term() && isVoteFreeFor(request.candidate()) && isUpToDate(request.lastEntry());
        if (isGranted) {
            give(request.candidate());
        }
        state.reply(event.rpcId(), new VoteReply(state.term(), isGranted));
    }

    private boolean isVoteFreeFor(NodeId candidate) {
        NodeId votedFor = state.hardState().votedFor();
        return votedFor == null ? state.role() == Role.FOLLOWER : votedFor.equals(candidate);
    }

    /** The later last term wins, and within a term the longer log (§5.4.1); entries lost to damage count as if they were there. */
    private boolean isUpToDate(EntryId lastEntry) {
        return lastEntry.compareTo(state.lastKnownEntry()) >= 0;
    }

    private void give(NodeId candidate) {
        if (state.hardState().votedFor() == null) {
            state.vote(candidate);
        }
        state.outbox().add(new RestartElectionTimer());
    }
}
