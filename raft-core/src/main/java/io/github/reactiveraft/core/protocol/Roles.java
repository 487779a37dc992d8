package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import java.util.List;

/**
 * The changes of role (figure 4, with the pre-candidate of thesis §9.6). A stay is counted by the epoch from the moment
 * the role is decided; it is entered, and then announced, only when the term and the vote it rests on are on disk.
 * Stepping down waits for nothing.
 */
final class Roles {

    private final NodeState state;

    Roles(NodeState state) {
        this.state = state;
    }

    /** Steps down within the term if this is no follower; says nothing about who leads. */
    void becomeFollower() {
        if (state.role() != Role.FOLLOWER) {
            state.stay(Role.FOLLOWER, true);
            // First of all effects: what the old role runs must end before the log changes under it.
            state.outbox().addBeforeWrite(new EnterRole(Role.FOLLOWER, state.epoch()));
        }
    }

    /** Goes on to a later term as a follower that has not voted (§5.1). */
    void becomeFollower(long term) {
        state.startTerm(term, null);
        becomeFollower();
    }

    /** Starts to ask whether an election could be won. */
    void becomePreCandidate() {
        state.forgetLeader();
        state.stay(Role.PRE_CANDIDATE, false);
        enterIfDurable();
    }

    /** Starts a term with a vote for itself; no ballot leaves before the disk holds both (§5.2). */
    void becomeCandidate() {
        state.startTerm(Math.addExact(state.term(), 1), state.self());
        state.stay(Role.CANDIDATE, false);
    }

    /** Leads, with an entry of its own term first: only that can tell what is committed (§8). */
    void becomeLeader() {
        Invariants.check(state.isEntered() && state.isTermDurable(), "Votes without a term on disk", state.hardState());
        Invariants.check(state.leaderOfTerm() == null, "A second leader in a term", state.term());
        state.commitment().startCounting();
        state.rounds().startLeading();
        state.followLeader(state.self());
        state.stay(Role.LEADER, true);
        state.replaceLog(
                0,
                EntryBatch.encode(
                        state.log().lastIndex() + 1, state.term(), state.lastTimestamp(), List.of(Proposal.noop())));
        state.outbox().add(new EnterRole(Role.LEADER, state.epoch()));
    }

    /** Enters a role that was decided, once what it rests on is on disk. */
    void enterIfDurable() {
        if (!state.isEntered() && state.isTermDurable()) {
            state.markEntered();
            state.outbox().add(new EnterRole(state.role(), state.epoch()));
        }
    }
}
