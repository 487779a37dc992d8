package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.MET;
import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.StrandedRun;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.protocol.Event.EntriesFound;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** A member that had entries 1 to 9 of term 7 and has 1 to 3; 6 and 7 are stranded. */
class RepairTest {

    private static final StrandedRun STRANDED = new StrandedRun(id(7, 5), id(7, 7));

    private final Bench bench = new Bench();
    private final List<EntriesFound> found = new ArrayList<>();
    private final List<StrandedRun> stranded = new ArrayList<>(List.of(STRANDED));
    private RaftView view = having(3, id(7, 9));
    private boolean isOver;

    @Test
    void asksPeersForWhatLeadsUpToAnEntryThatItHad() {
        start();

        bench.n2.last().answer(new Entries(entries(4, 5)));
        bench.passMillis(1);

        assertThat(bench.n2.last().request())
                .isEqualTo(new GetEntries(id(7, 3), List.of(id(7, 5), id(7, 9)), 256 * 1024));
        assertThat(bench.n3.calls()).isEmpty();
        assertThat(found).containsExactly(new EntriesFound(id(7, 3), entries(4, 5)));
    }

    @Test
    void asksTheNextPeerIfOneHasNothingOrDoesNotAnswer() {
        start();

        bench.n2.last().answer(new Entries(EntryBatch.empty()));
        bench.n3.last().answer(new Entries(entries(4, 9)));
        bench.passMillis(1);

        assertThat(found).containsExactly(new EntriesFound(id(7, 3), entries(4, 9)));
    }

    @Test
    void takesFromItsOwnDiskWhatConnectsByNow() {
        view = having(5, id(7, 9));
        bench.storage.stranded(entries(6, 7));
        start();

        bench.io.runAll();
        bench.passMillis(1);

        assertThat(found).containsExactly(new EntriesFound(id(7, 5), entries(6, 7)));
        assertThat(bench.n2.calls()).isEmpty();
    }

    @Test
    void asksPeersIfWhatWasStrandedIsGone() {
        view = having(5, id(7, 9));
        start();

        bench.io.runAll();

        assertThat(bench.n2.last().request()).isEqualTo(new GetEntries(id(7, 5), List.of(id(7, 9)), 256 * 1024));
    }

    @Test
    void answerThatIsNotWhatItHadIsDropped() {
        start();

        bench.n2.last().answer(new Entries(entries(6, 4, 5)));
        bench.n3.last().answer(new Entries(entries(5, 6)));
        bench.passMillis(1);

        assertThat(found).isEmpty();
    }

    @Test
    void nobodyIsAskedForWhatIsNotKnown() {
        stranded.clear();
        view = having(3, id(7, Long.MAX_VALUE));
        start();

        bench.passMillis(1_000);

        assertThat(bench.n2.calls()).isEmpty();
        assertThat(isOver).isFalse();
    }

    @Test
    void leaderIsLeftToSendWhatIsLacking() {
        view = having(3, id(7, 9), N2);
        start();

        bench.passMillis(1_000);

        assertThat(bench.n2.calls()).isEmpty();
    }

    @Test
    void endsWithTheDoubt() {
        view = having(9, EntryId.NONE);

        start();

        assertThat(isOver).isTrue();
    }

    private Disposable start() {
        NodeParts parts = bench.parts();
        Repair repair = new Repair(parts, new IoLane(bench.io), List.of(bench.n2, bench.n3), () -> view, stranded);
        Disposable running = repair.found().subscribe(found::add, failure -> {}, () -> isOver = true);
        bench.passMillis(100);
        return running;
    }

    private static RaftView having(long lastIndex, EntryId lastKnown) {
        return having(lastIndex, lastKnown, null);
    }

    private static RaftView having(long lastIndex, EntryId lastKnown, @Nullable NodeId leader) {
        LogTerms log = new LogTerms(List.of(new TermRun(1, 7)), lastIndex);
        return new RaftView(
                N1, Role.FOLLOWER, 1, 7, leader, members(N1, N2, N3), log, lastIndex, 0, MET, 0, false, lastKnown);
    }

    private static EntryId id(long term, long index) {
        return new EntryId(term, index);
    }
}
