package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.leaderBehind;
import static io.github.reactiveraft.core.runtime.Words.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A follower with entries 1 to 9 of term 7 on disk, the last of them in memory, too. */
class EntryLenderTest {

    private final Bench bench = new Bench();
    private final LogTail tail = new LogTail(1024 * 1024);
    private final List<RaftResponse> answers = new ArrayList<>();
    private RaftView view = view(Role.FOLLOWER, null, 9);

    EntryLenderTest() {
        bench.storage.holding(entries(1, 9));
        tail.append(entries(8, 9));
    }

    @Test
    void lendsWhatLeadsUpToAnEntryThatBothHad() {
        ask(id(7, 2), id(7, 5));

        assertThat(answers).containsExactly(new Entries(entries(3, 5)));
    }

    @Test
    void lendsFromMemoryWhatIsThere() {
        ask(id(7, 7), id(7, 9));

        assertThat(answers).containsExactly(new Entries(entries(8, 9)));
        assertThat(bench.storage.reads()).isEmpty();
    }

    @Test
    void theLastEntryThatBothHadCounts() {
        ask(EntryId.NONE, id(6, 2), id(7, 4), id(8, 6), id(8, 20));

        assertThat(answers).containsExactly(new Entries(entries(1, 4)));
    }

    @Test
    void lendsNothingWhereTheLogsAreNotKnownToBeTheSame() {
        ask(id(7, 2), id(8, 5));
        ask(id(6, 2), id(7, 5));
        ask(id(7, 2), id(7, 10));

        assertThat(answers).hasSize(3).containsOnly(new Entries(EntryBatch.empty()));
    }

    @Test
    void lendsOnlyWhatIsOnItsDisk() {
        view = new RaftView(
                N1,
                Role.FOLLOWER,
                4,
                7,
                null,
                view.membership(),
                view.log(),
                4,
                0,
                view.incarnations(),
                0,
                false,
                EntryId.NONE);

        ask(id(7, 2), id(7, 4), id(7, 5));

        assertThat(answers).containsExactly(new Entries(entries(3, 4)));
    }

    @Test
    void lendsNothingThatWasReplacedWhileItWasRead() {
        lender().answer(new GetEntries(id(7, 2), List.of(id(7, 5)), 100_000)).subscribe(answers::add);
        bench.passMillis(1);

        view = view(Role.FOLLOWER, null, 3);
        settle();

        assertThat(answers).containsExactly(new Entries(EntryBatch.empty()));
    }

    @Test
    void lendsNothingThatASnapshotStandsFor() {
        view = leaderBehind(5, 9);

        ask(id(7, 2), id(7, 8));
        ask(id(7, 5), id(7, 8));

        assertThat(answers).containsExactly(new Entries(EntryBatch.empty()), new Entries(entries(6, 8)));
    }

    @Test
    void lendsNoMoreAtATimeThanWasAskedForButOneEntry() {
        lender().answer(new GetEntries(EntryId.NONE, List.of(id(7, 9)), 1)).subscribe(answers::add);
        settle();

        assertThat(answers).containsExactly(new Entries(entries(1, 1)));
    }

    @Test
    void questionsThatWaitAreBounded() {
        EntryLender lender = lender();
        for (int i = 0; i < 65; i++) {
            lender.answer(new GetEntries(EntryId.NONE, List.of(id(7, 9)), 1_000))
                    .subscribe(answers::add);
        }
        assertThat(answers).singleElement().isInstanceOf(Refused.class);

        settle();
        lender.answer(new GetEntries(EntryId.NONE, List.of(id(7, 9)), 1_000)).subscribe(answers::add);
        settle();

        assertThat(answers)
                .hasSize(66)
                .filteredOn(answer -> answer instanceof Refused)
                .hasSize(1);
    }

    private EntryLender lender() {
        NodeParts parts = bench.parts();
        return new EntryLender(parts, () -> view, new LogReader(tail, new IoLane(bench.io), parts));
    }

    private void ask(EntryId after, EntryId... known) {
        lender().answer(new GetEntries(after, List.of(known), 100_000)).subscribe(answers::add);
        settle();
    }

    private void settle() {
        bench.passMillis(1);
        bench.io.runAll();
        bench.passMillis(1);
    }

    private static EntryId id(long term, long index) {
        return new EntryId(term, index);
    }
}
