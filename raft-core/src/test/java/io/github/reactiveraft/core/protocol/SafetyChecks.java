package io.github.reactiveraft.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The five properties of figure 3, and that nothing leaves a member before its disk holds it; over all time. */
final class SafetyChecks {

    private final SortedMap<Long, NodeId> leaders = new TreeMap<>();
    private final SortedMap<String, NodeId> votes = new TreeMap<>();
    private final SortedMap<EntryId, EntryId> previousOf = new TreeMap<>();
    private final SortedMap<EntryId, LogEntry> contentOf = new TreeMap<>();
    private final List<LogEntry> committed = new ArrayList<>();

    int committedCount() {
        return committed.size();
    }

    int leaderCount() {
        return leaders.size();
    }

    /** Log matching: index and term name one entry, and one entry before it. */
    void appended(EntryId previous, LogEntry entry) {
        assertThat(previousOf.merge(entry.id(), previous, (old, now) -> old)).isEqualTo(previous);
        assertThat(contentOf.merge(entry.id(), entry, (old, now) -> old)).isEqualTo(entry);
    }

    /** Election safety and leader completeness. */
    void leads(LabMember member) {
        assertThat(leaders.merge(member.view().term(), member.id(), (old, now) -> old))
                .as("leader of term %d", member.view().term())
                .isEqualTo(member.id());
        assertThat(member.log()).as("log of leader %s", member).hasSizeGreaterThanOrEqualTo(committed.size());
        assertThat(member.log().subList(0, committed.size())).isEqualTo(committed);
    }

    /** One vote a term, over all restarts. */
    void votes(LabMember member, long term, NodeId candidate) {
        assertThat(votes.merge(member + "/" + term, candidate, (old, now) -> old))
                .as("vote of %s in term %d", member, term)
                .isEqualTo(candidate);
    }

    /** What leaves is on disk. */
    void leaves(LabMember member, RaftResponse response) {
        assertThat(termOf(response)).isLessThanOrEqualTo(member.diskState().term());
        if (response instanceof Appended appended) {
            assertThat(appended.matchIndex())
                    .isLessThanOrEqualTo(member.diskLog().size());
        }
    }

    /** State machine safety; and what is committed is on the disks of a majority. */
    void commits(LabMember member, long index, List<LabMember> all) {
        assertThat(index).isLessThanOrEqualTo(member.diskLog().size());
        List<LogEntry> prefix = member.diskLog().subList(0, (int) index);
        int known = Math.min(prefix.size(), committed.size());
        assertThat(prefix.subList(0, known)).isEqualTo(committed.subList(0, known));
        if (prefix.size() > known) {
            committed.addAll(prefix.subList(known, prefix.size()));
            LogEntry last = prefix.get(prefix.size() - 1);
            long copies = all.stream()
                    .filter(other -> other.diskLog().size() >= index
                            && other.diskLog().get((int) index - 1).equals(last))
                    .count();
            assertThat(copies).as("copies of %s", last).isGreaterThan(all.size() / 2);
        }
    }

    private static long termOf(RaftResponse response) {
        if (response instanceof Appended appended) {
            return appended.term();
        } else if (response instanceof AppendRejected rejected) {
            return rejected.term();
        } else if (response instanceof VoteReply vote) {
            return vote.term();
        }
        return response instanceof PreVoteReply preVote ? preVote.term() : 0;
    }
}
