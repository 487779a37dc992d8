package io.github.reactiveraft.benchmarks.micro;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.Ticket;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What goes through all steps: batches of a hundred commands of 256 bytes. */
final class Entries {

    static final int COUNT = 100;
    static final NodeId SELF = NodeId.of("n1");
    static final NodeId OTHER = NodeId.of("n2");
    static final Membership MEMBERS = new Membership(new TreeSet<>(List.of(SELF, OTHER, NodeId.of("n3"))));

    private static final Bytes PAYLOAD = Bytes.of(new byte[256]);

    private Entries() {}

    static List<Proposal> proposals() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> Proposal.command(PAYLOAD))
                .toList();
    }

    /** Of one session, whose last sequence number was one less than the first index. */
    static List<Proposal> proposals(long session, long firstIndex) {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> Proposal.command(new Ticket(session, firstIndex + i, 0), PAYLOAD))
                .toList();
    }

    static EntryBatch batch(long firstIndex, long term) {
        return EntryBatch.encode(firstIndex, term, firstIndex, proposals());
    }
}
