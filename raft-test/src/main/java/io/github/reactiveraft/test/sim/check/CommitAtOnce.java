package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Quorum;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a leader has been told by a majority, its own disk being one of them, it commits in the same step: no answer is
 * forgotten, however late others come (figure 2: matchIndex only grows). No safety depends on it, so nothing else would
 * notice.
 */
public final class CommitAtOnce {

    private final SortedMap<NodeId, Leadership> leaderships = new TreeMap<>();

    /** A stay as leader, and what the others said in it. */
    private static final class Leadership {
        private final long epoch;
        private final SortedMap<NodeId, Incarnation> met;
        private final SortedMap<NodeId, Long> matchIndexes = new TreeMap<>();

        Leadership(long epoch, SortedMap<NodeId, Incarnation> met) {
            this.epoch = epoch;
            this.met = met;
        }
    }

    /**
     * A node took a step.
     *
     * @param disk the node's; only who stands there when the leadership begins is listened to here, for a leader does not
     *     count a member whose name it could still forget, nor what comes late from before the member's latest start
     */
    public void onStep(NodeId node, Event event, RaftView view, DiskImage disk) {
        if (view.role() != Role.LEADER) {
            leaderships.remove(node);
            return;
        }
        Leadership leadership = leaderships.get(node);
        if (leadership == null || leadership.epoch != view.epoch()) {
            leadership = new Leadership(view.epoch(), disk.hardState().incarnations());
            leaderships.put(node, leadership);
        }
        if (event instanceof AppendAnswered answer) {
            note(leadership, answer, view);
        }
        SortedMap<NodeId, Long> matchIndexes = leadership.matchIndexes;
        long agreed = new Quorum(view.membership())
                .agreedIndex(voter -> voter.equals(node) ? view.durableIndex() : matchIndexes.getOrDefault(voter, 0L));
        Violation.unless(
                view.log().termAt(agreed) != view.term() || Math.min(agreed, view.durableIndex()) <= view.commitIndex(),
                "What a majority holds is committed at once (figure 2)",
                () -> node + " leads term " + view.term() + ", was told that a majority holds " + agreed + ", and shows"
                        + " commitIndex " + view.commitIndex() + ", durable " + view.durableIndex());
    }

    private static void note(Leadership leadership, AppendAnswered answer, RaftView view) {
        if (answer.epoch() == leadership.epoch
                && answer.from()
                        .incarnation()
                        .equals(leadership.met.get(answer.from().node()))
                && view.recognises(answer.from())
                && answer.response() instanceof Appended appended
                && appended.term() == view.term()) {
            long match = Math.min(
                    appended.matchIndex(),
                    Math.min(answer.verifiedIndex(), view.log().lastIndex()));
            leadership.matchIndexes.merge(answer.from().node(), match, Math::max);
        }
    }
}
