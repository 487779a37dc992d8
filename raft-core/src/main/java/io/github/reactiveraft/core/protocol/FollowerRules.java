package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.ContactLapsed;
import io.github.reactiveraft.core.protocol.Event.EntriesFound;
import io.github.reactiveraft.core.protocol.Event.LeaderTold;
import org.jspecify.annotations.Nullable;

/** What a follower does with what a leader sends (§5.3), and how long it believes in one (thesis §4.2.3). */
final class FollowerRules {

    private final NodeState state;
    private final Roles roles;
    private final Senders senders;

    FollowerRules(NodeState state, Roles roles, Senders senders) {
        this.state = state;
        this.roles = roles;
        this.senders = senders;
    }

    /** From now on the node may vote for others again. */
    void onContactLapsed(ContactLapsed event) {
        if (state.isCurrent(event.epoch()) && state.role() == Role.FOLLOWER) {
            state.lapseContact();
        }
    }

    /** Follows the sender if its term is not over, and takes its entries if they fit. */
    void onAppendEntries(AppendReceived event) {
        AppendEntries request = event.request();
        if (follows(event.rpcId(), event.from(), refusal(event), request.term(), request.leader())) {
            state.reply(event.rpcId(), append(request));
        }
    }

    /** Takes back what damage cost, if the log is still as it was when that was looked for, and nobody leads. */
    void onEntriesFound(EntriesFound event) {
        EntryBatch entries = event.entries();
        if (state.isDoubtful()
                && state.role() == Role.FOLLOWER
                && state.log().lastEntry().equals(event.previous())
                && entries.firstIndex() == event.previous().index() + 1
                && entries.term(entries.firstIndex()) >= event.previous().term()
                && entries.lastTerm() <= state.term()
                && entries.lastId().compareTo(state.lastKnownEntry()) <= 0) {
            state.replaceLog(0, entries);
        }
    }

    /** The log cannot lack more than the leader has, unless that one's term is over: this node may have followed a later one. */
    void onLeaderTold(LeaderTold event) {
        if (state.isDoubtful() && event.term() >= state.term()) {
            state.boundDoubt(new EntryId(event.term(), event.lastIndex()));
        }
    }

    /**
     * Follows the sender of a request as the leader of its term, unless the request is refused or that term is over: then
     * this is the answer. Says which.
     *
     * @param refusal why the request is not looked at, or null
     */
    boolean follows(long rpcId, Sender from, @Nullable Refused refusal, long term, NodeId leader) {
        if (refusal != null) {
            state.reply(rpcId, refusal);
            return false;
        }
        senders.learn(from);
        if (term < state.term()) {
            long lastIndex = state.log().lastIndex();
            state.reply(rpcId, new AppendRejected(state.term(), lastIndex, 0, lastIndex + 1));
            return false;
        }
        follow(term, leader);
        return true;
    }

    private @Nullable Refused refusal(AppendReceived event) {
        AppendEntries request = event.request();
        Refused refusal = refusal(event.from(), request.leader(), request.term());
        if (refusal != null || request.term() < state.term()) {
            return refusal;
        }
        long committed = state.commitment().knownIndex();
        return LogMatching.contradicts(state.log(), committed, request) ? contradiction(committed) : null;
    }

    /** Why a node is not taken for the leader of a term, or null if it is, or was. */
    @Nullable
    Refused refusal(Sender from, NodeId leader, long term) {
        Refused refusal = senders.refusal(from, leader, term);
        if (refusal != null || term < state.term()) {
            return refusal;
        }
        NodeId known = state.leaderOfTerm();
        if (term == state.term() && known != null && !known.equals(leader)) {
            return new Refused(
                    Reason.MALFORMED, "Term " + state.term() + " has the leader " + known + ", not " + leader);
        }
        return null;
    }

    static Refused contradiction(long committed) {
        return new Refused(
                Reason.MALFORMED,
                "The request contradicts an entry up to " + committed
                        + ", which is committed: look for a member that runs with data of another cluster");
    }

    private void follow(long term, NodeId leader) {
        if (term > state.term()) {
            roles.becomeFollower(term);
        } else {
            roles.becomeFollower();
        }
        state.followLeader(leader);
        state.outbox().add(new RestartElectionTimer());
    }

    private RaftResponse append(AppendEntries request) {
        if (!LogMatching.contains(state.log(), request.previous())) {
            return LogMatching.rejection(
                    state.log(),
                    state.term(),
                    request.previous(),
                    state.commitment().commitIndex());
        }
        boolean hasNews = appendMissing(request);
        // Only what this very request verified: behind it the log may differ from the leader's (figure 2).
        state.commitment().learn(Math.min(request.commitIndex(), request.verifiedIndex()));
        // With a write to wait for, all that was verified is on disk when the answer leaves; else only what is now.
        return hasNews ? new Appended(state.term(), request.verifiedIndex()) : matching(request.verifiedIndex());
    }

    /** The answer to a request without news: as much of what it verified as is on disk when the answer leaves. */
    Appended matching(long verifiedIndex) {
        boolean isWaiting = !state.isHardStateDurable();
        return new Appended(state.term(), isWaiting ? verifiedIndex : Math.min(verifiedIndex, state.durableIndex()));
    }

    /** Skips what the log has: a late or repeated request must not remove what a newer one brought (§5.3). */
    private boolean appendMissing(AppendEntries request) {
        if (request.entries().isEmpty()) {
            return false;
        }
        long from = LogMatching.firstMissing(state.log(), request.entries());
        if (from > request.entries().lastIndex()) {
            return false;
        }
        long truncateFrom = from <= state.log().lastIndex() ? from : 0;
        state.replaceLog(truncateFrom, request.entries().from(from));
        return true;
    }
}
