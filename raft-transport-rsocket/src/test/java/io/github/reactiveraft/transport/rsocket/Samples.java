package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.RaftResponse.Standing;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Valid messages of every type, all determined by a seed. */
final class Samples {

    private final SplittableRandom random;

    Samples(long seed) {
        this.random = new SplittableRandom(seed);
    }

    RaftRequest request() {
        return switch (random.nextInt(11)) {
            case 8 -> wanted();
            case 0 -> new PreVote(count(), node(), entryId());
            case 1 -> new RequestVote(count(), node(), entryId(), random.nextBoolean());
            case 2 -> forward();
            case 3 -> new GetStatus();
            case 4 -> install();
            case 5 -> new FetchSnapshot(realEntryId(), count(), 1 + random.nextInt(Peers.BATCH_BYTES));
            case 6 -> new GetDigest(1 + below(1L << 60));
            case 7 -> new TimeoutNow(count(), node(), entryId());
            default -> append();
        };
    }

    private Forward forward() {
        Forward.Kind[] kinds = Forward.Kind.values();
        Forward.Kind kind = kinds[random.nextInt(kinds.length)];
        return switch (kind) {
            case SUBMIT, READ -> new Forward(kind, bytes(200));
            case READ_INDEX, OPEN_SESSION -> new Forward(kind, Bytes.empty());
            case SUBMIT_ONCE -> new Forward(kind, ticket(), bytes(200));
        };
    }

    private Ticket ticket() {
        long sequence = 1 + below(Ticket.MAX_SEQUENCE);
        return new Ticket(1 + below(1L << 60), sequence, (int) below(Math.min(sequence, Ticket.MAX_LAG)));
    }

    RaftResponse response() {
        return switch (random.nextInt(12)) {
            case 11 -> new Entries(append().entries());
            case 10 -> new Standing(count(), random.nextBoolean());
            case 0 -> new PreVoteReply(count(), random.nextBoolean());
            case 1 -> new VoteReply(count(), random.nextBoolean());
            case 2 -> new Appended(count(), count());
            case 3 -> new AppendRejected(count(), count(), count(), count());
            case 4 -> new Forwarded(pick(ResponseCodec.OUTCOMES), bytes(200), message(), leader());
            case 5 -> new SnapshotWanted(count());
            case 6 -> new SnapshotPiece(realEntryId(), count(), bytes(200));
            case 7 -> new Status(pick(ResponseCodec.ROLES), count(), leader(), count(), count(), count());
            case 8 -> new Digest(count(), random.nextBoolean(), random.nextLong());
            default -> new Refused(pick(ResponseCodec.REASONS), message());
        };
    }

    AppendEntries append() {
        EntryId previous = random.nextBoolean() ? EntryId.NONE : new EntryId(1 + below(1_000), 1 + below(1_000_000));
        long term = Math.max(1, previous.term() + below(3));
        List<EntryBatch> runs = new ArrayList<>();
        long index = previous.index() + 1;
        for (int run = random.nextInt(3); run > 0; run--) {
            List<Proposal> proposals = proposals();
            runs.add(EntryBatch.encode(index, term, random.nextLong(), proposals));
            index += proposals.size();
            term += below(3);
        }
        return new AppendEntries(term, node(), previous, count(), EntryBatch.join(runs));
    }

    private GetEntries wanted() {
        EntryId after = random.nextBoolean() ? EntryId.NONE : new EntryId(1 + below(1_000), 1 + below(1_000_000));
        List<EntryId> known = new ArrayList<>();
        EntryId last = after;
        for (int i = 1 + random.nextInt(GetEntries.MAX_KNOWN); i > 0; i--) {
            last = new EntryId(Math.max(1, last.term()) + below(3), last.index() + 1 + below(1_000));
            known.add(last);
        }
        return new GetEntries(after, known, 1 + random.nextInt(1_000_000));
    }

    private InstallSnapshot install() {
        SortedSet<NodeId> voters = new TreeSet<>();
        for (int i = 1 + random.nextInt(1 + random.nextInt(SnapshotCodec.MAX_VOTER_COUNT)); i > 0; i--) {
            voters.add(node());
        }
        SnapshotMeta snapshot = new SnapshotMeta(realEntryId(), count(), new Membership(voters));
        long term = snapshot.lastIncluded().term() + below(3);
        return new InstallSnapshot(term, node(), snapshot, Math.max(1, count()));
    }

    private List<Proposal> proposals() {
        List<Proposal> proposals = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            proposals.add(
                    random.nextInt(5) == 0
                            ? Proposal.noop()
                            : new Proposal(EntryType.COMMAND, random.nextLong(), random.nextLong(), bytes(100)));
        }
        return proposals;
    }

    RequestHeader header() {
        return new RequestHeader(text(40), text(40), new Sender(node(), Incarnation.of(random.nextLong())), node());
    }

    NodeId node() {
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(64); i > 0; i--) {
            name.append("abcXYZ019_.-".charAt(random.nextInt(12)));
        }
        return NodeId.of(name.toString());
    }

    private @Nullable NodeId leader() {
        return random.nextBoolean() ? node() : null;
    }

    private EntryId entryId() {
        return random.nextInt(4) == 0 ? EntryId.NONE : realEntryId();
    }

    private EntryId realEntryId() {
        return new EntryId(1 + below(1L << 60), 1 + below(1L << 60));
    }

    private long count() {
        return random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
    }

    private long below(long bound) {
        return random.nextLong(bound);
    }

    private Bytes bytes(int atMost) {
        byte[] bytes = new byte[random.nextInt(atMost + 1)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private String message() {
        return text(120);
    }

    private String text(int atMost) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(atMost / 4 + 1); i > 0; i--) {
            text.appendCodePoint("aé水😀".codePoints().toArray()[random.nextInt(4)]);
        }
        return text.toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
