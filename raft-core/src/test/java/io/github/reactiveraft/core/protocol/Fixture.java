package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.PreVoteReceived;
import io.github.reactiveraft.core.protocol.Event.VoteReceived;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Short words for the events and effects of tests. The core under test is n1; nK has incarnation K. */
final class Fixture {

    static final NodeId N1 = NodeId.of("n1");
    static final NodeId N2 = NodeId.of("n2");
    static final NodeId N3 = NodeId.of("n3");
    static final NodeId N4 = NodeId.of("n4");
    static final NodeId N5 = NodeId.of("n5");
    static final EntryBatch NOTHING = EntryBatch.empty();

    private Fixture() {}

    static Membership voters(int count) {
        SortedSet<NodeId> voters = new TreeSet<>();
        for (int i = 1; i <= count; i++) {
            voters.add(NodeId.of("n" + i));
        }
        return new Membership(voters);
    }

    static Sender sender(NodeId node) {
        return new Sender(node, Incarnation.of(Long.parseLong(node.value().substring(1))));
    }

    /** What n1 has on disk when it has met all of five members. */
    static HardState hard(long term, @Nullable NodeId votedFor) {
        SortedMap<NodeId, Incarnation> known = new TreeMap<>();
        for (NodeId node : List.of(N2, N3, N4, N5)) {
            known.put(node, sender(node).incarnation());
        }
        return new HardState(term, votedFor, known);
    }

    /** The follower n1 of so many voters that recovered a log with these entries' terms. */
    static RaftCore follower(int voterCount, long term, long... logTerms) {
        return follower(voterCount, hard(term, null), logTerms);
    }

    static RaftCore follower(int voterCount, HardState hardState, long... logTerms) {
        LogTerms log = log(logTerms);
        return new RaftCore(
                N1,
                new Recovered(
                        Incarnation.of(1),
                        hardState,
                        log.runs(),
                        log.lastIndex(),
                        logTerms.length,
                        voters(voterCount)));
    }

    static RaftCore preCandidate(int voterCount, long term, long... logTerms) {
        RaftCore core = follower(voterCount, term, logTerms);
        core.step(new ElectionTimeout(core.view().epoch()));
        return core;
    }

    /** A candidate of term + 1, in epoch 3; write 1 was its vote. */
    static RaftCore candidate(int voterCount, long term, long... logTerms) {
        RaftCore core = preCandidate(voterCount, term, logTerms);
        core.step(new BallotClosed(core.view().epoch(), ballots(voterCount, term)));
        core.step(new Persisted(1));
        return core;
    }

    /** A leader of term + 1, in epoch 4; write 2, not yet on disk, is its no-op. */
    static RaftCore leader(int voterCount, long term, long... logTerms) {
        RaftCore core = candidate(voterCount, term, logTerms);
        core.step(new BallotClosed(core.view().epoch(), ballots(voterCount, term + 1)));
        return core;
    }

    /** A yes of everybody else. */
    static List<Ballot> ballots(int voterCount, long term) {
        List<Ballot> ballots = new ArrayList<>();
        for (NodeId node : voters(voterCount).voters().tailSet(N2)) {
            ballots.add(yes(node, term));
        }
        return ballots;
    }

    static Ballot yes(NodeId from, long term) {
        return new Ballot(sender(from), term, true);
    }

    static Ballot no(NodeId from, long term) {
        return new Ballot(sender(from), term, false);
    }

    static LogTerms log(long... terms) {
        List<TermRun> runs = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            if (i == 0 || terms[i] != terms[i - 1]) {
                runs.add(new TermRun(i + 1, terms[i]));
            }
        }
        return new LogTerms(runs, terms.length);
    }

    /** Commands of these terms from an index on; an entry's timestamp is its index. */
    static EntryBatch entries(long firstIndex, long... terms) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            long index = firstIndex + i;
            entries.add(new LogEntry(new EntryId(terms[i], index), index, command(terms[i] + "/" + index)));
        }
        return EntryBatch.of(entries);
    }

    static EntryBatch noop(long term, long index, long timestamp) {
        return EntryBatch.encode(index, term, timestamp, List.of(Proposal.noop()));
    }

    static Proposal command(String text) {
        return new Proposal(EntryType.COMMAND, 7, 1, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    static PreVoteReceived preVote(long rpcId, NodeId from, long term, EntryId lastEntry) {
        return new PreVoteReceived(rpcId, sender(from), new PreVote(term, from, lastEntry));
    }

    static VoteReceived requestVote(long rpcId, NodeId from, long term, EntryId lastEntry) {
        return new VoteReceived(rpcId, sender(from), new RequestVote(term, from, lastEntry));
    }

    static AppendReceived append(
            long rpcId, NodeId from, long term, EntryId previous, long commitIndex, EntryBatch entries) {
        return new AppendReceived(rpcId, sender(from), new AppendEntries(term, from, previous, commitIndex, entries));
    }

    static AppendReceived heartbeat(long rpcId, NodeId from, long term, EntryId previous, long commitIndex) {
        return append(rpcId, from, term, previous, commitIndex, NOTHING);
    }

    /** An answer to a request that the leader cut in its present stay. */
    static AppendAnswered answer(RaftCore leader, NodeId from, long verifiedIndex, RaftResponse response) {
        return new AppendAnswered(leader.view().epoch(), sender(from), verifiedIndex, response);
    }

    static EntryId id(long term, long index) {
        return new EntryId(term, index);
    }

    static Persist persist(
            long writeId, @Nullable HardState hardState, long truncateFrom, EntryBatch entries, Reply... then) {
        return new Persist(writeId, hardState, truncateFrom, entries, Arrays.asList(then));
    }

    static Reply reply(long rpcId, RaftResponse response) {
        return new Reply(rpcId, response);
    }
}
