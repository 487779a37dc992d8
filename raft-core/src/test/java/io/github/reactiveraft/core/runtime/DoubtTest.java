package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.MET;
import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.LeaderTold;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A member whose log lost its end, so that it may have had anything of term 7. */
class DoubtTest {

    private static final EntryId ANYTHING = new EntryId(7, Long.MAX_VALUE);

    private final Bench bench = new Bench();
    private final List<Event> told = new ArrayList<>();
    private RaftView view = lacking(ANYTHING, N2);
    private boolean isOver;

    @Test
    void asksTheLeaderHowFarItsLogReaches() {
        start();

        assertThat(bench.n2.last().request()).isEqualTo(new GetStatus());
        assertThat(bench.n3.calls()).isEmpty();
        bench.n2.last().answer(new Status(Role.LEADER, 7, N2, 9, 8, 8));

        assertThat(told).containsExactly(new LeaderTold(7, 9));
        assertThat(isOver).isFalse();
    }

    @Test
    void whoDoesNotLeadHasNoSay() {
        start();

        bench.n2.last().answer(new Status(Role.FOLLOWER, 7, N3, 9, 8, 8));

        assertThat(told).isEmpty();
    }

    @Test
    void nobodyIsAskedWhileNobodyLeadsOrTheEndIsKnown() {
        view = lacking(ANYTHING, null);
        start();
        view = lacking(new EntryId(7, 9), N2);
        bench.passMillis(1_000);

        assertThat(bench.n2.calls()).isEmpty();
    }

    @Test
    void storageIsToldOnceTheLogLacksNothing() {
        start();
        assertThat(bench.storage.isSettled()).isFalse();

        bench.n2.last().answer(new Status(Role.LEADER, 7, N2, 3, 3, 3));
        view = lacking(EntryId.NONE, N2);
        bench.passMillis(100);
        bench.io.runAll();

        assertThat(bench.storage.isSettled()).isTrue();
        assertThat(isOver).isTrue();
    }

    @Test
    void whoNeverLackedAnythingAsksNobodyAndTellsNobody() {
        view = lacking(EntryId.NONE, N2);

        start();
        bench.io.runAll();

        assertThat(isOver).isTrue();
        assertThat(bench.storage.isSettled()).isFalse();
        assertThat(bench.n2.calls()).isEmpty();
    }

    private void start() {
        new Doubt(bench.parts(), new IoLane(bench.io), List.of(bench.n2, bench.n3), () -> view)
                .told()
                .subscribe(told::add, failure -> {}, () -> isOver = true);
        bench.passMillis(100);
    }

    private static RaftView lacking(EntryId lastKnown, @Nullable NodeId leader) {
        LogTerms log = new LogTerms(List.of(new TermRun(1, 7)), 3);
        return new RaftView(N1, Role.FOLLOWER, 1, 7, leader, members(N1, N2, N3), log, 3, 0, MET, 0, false, lastKnown);
    }
}
