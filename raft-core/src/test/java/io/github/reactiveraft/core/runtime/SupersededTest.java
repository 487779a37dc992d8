package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose data is an older copy hears so from the others, and must not come back with it. */
class SupersededTest {

    private static final Refused SUPERSEDED = new Refused(Reason.SUPERSEDED, "n1 is an older copy");
    private static final Status STATUS = new Status(Role.FOLLOWER, 0, null, 0, 0, 0);

    private final Bench bench = new Bench();
    private final List<Throwable> ends = new ArrayList<>();

    @BeforeEach
    void start() {
        RunningNode<Long, Long, Long> node =
                new RunningNode<>(bench.parts(), bench.storage.open(Words.identity()), new Adder());
        node.start().subscribe();
        node.terminated().subscribe(ignored -> {}, ends::add);
    }

    @Test
    void everyStartIsIntroducedToAllMembers() {
        assertThat(bench.n2.calls()).singleElement().matches(call -> call.request() instanceof GetStatus);
        assertThat(bench.n3.calls()).singleElement().matches(call -> call.request() instanceof GetStatus);
    }

    @Test
    void nodeThatHearsItMarksItsDataAndStops() {
        bench.n2.last().answer(SUPERSEDED);
        assertThat(ends).as("not before the mark is on disk").isEmpty();
        bench.io.runAll();

        assertThat(ends).singleElement().isInstanceOfSatisfying(Fatal.class, fatal -> assertThat(fatal)
                .hasMessageContaining("n2 refuses this node: n1 is an older copy")
                .hasMessageContaining("replace the member by one with a new name")
                .cause()
                .isInstanceOfSatisfying(StorageException.class, cause -> assertThat(cause.reason())
                        .isEqualTo(StorageException.Reason.SUPERSEDED)));
        assertThatThrownBy(() -> bench.storage.open(Words.identity()))
                .isInstanceOfSatisfying(StorageException.class, cause -> assertThat(cause.reason())
                        .isEqualTo(StorageException.Reason.SUPERSEDED));
    }

    @Test
    void nodeHearsItInAnswerToWhateverItAsks() {
        bench.n2.last().answer(STATUS);
        bench.n3.last().answer(STATUS);
        bench.io.runAll();
        bench.pass(Words.MAX);
        assertThat(bench.n3.last().request()).isInstanceOf(PreVote.class);

        bench.n3.last().answer(SUPERSEDED);
        bench.io.runAll();

        assertThat(ends).hasSize(1);
    }

    @Test
    void otherRefusalsAreNoReasonToStop() {
        bench.n2.last().answer(new Refused(Reason.INCARNATION, "who are you?"));
        bench.io.runAll();
        bench.pass(Words.MAX);

        assertThat(ends).isEmpty();
    }

    /** It might be the one that is the older copy. */
    @Test
    void whoIsNotTheMemberThatWasMetIsNotBelieved() {
        Incarnation first = sender(N2).incarnation().opened(1);
        bench.n2.last().answerAs(new Sender(N2, first.opened(2)), STATUS);
        bench.n3.last().answer(STATUS);
        bench.io.runAll();
        bench.pass(Words.MAX);

        bench.n2.last().answerAs(new Sender(N2, first), SUPERSEDED);
        bench.io.runAll();

        assertThat(ends).isEmpty();
    }
}
