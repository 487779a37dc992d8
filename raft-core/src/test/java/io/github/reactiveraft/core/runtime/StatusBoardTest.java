package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.RoleChange;
import io.github.reactiveraft.api.StorageHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class StatusBoardTest {

    private final StatusBoard board = new StatusBoard(view(Role.FOLLOWER, null, 3, 2));

    @Test
    void showsTheLatestFirstAndThenEveryChange() {
        board.publish(view(Role.FOLLOWER, N2, 3, 2), 1, StorageHealth.OK);

        StepVerifier.create(board.statuses())
                .expectNext(new RaftStatus(N1, Role.FOLLOWER, 7, Optional.of(N2), 3, 2, 1))
                .then(() -> board.publish(view(Role.LEADER, N1, 4, 2), 2, StorageHealth.OK))
                .expectNext(new RaftStatus(N1, Role.LEADER, 7, Optional.of(N1), 4, 2, 2))
                .thenCancel()
                .verify();
        assertThat(board.status().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void whatDidNotChangeIsNotSaidAgain() {
        List<RaftStatus> statuses = new ArrayList<>();
        List<RoleChange> roles = new ArrayList<>();
        List<LeaderChange> leaders = new ArrayList<>();
        board.statuses().subscribe(statuses::add);
        board.roles().subscribe(roles::add);
        board.leaders().subscribe(leaders::add);

        board.publish(view(Role.FOLLOWER, null, 3, 2), 0, StorageHealth.OK);
        board.publish(view(Role.FOLLOWER, null, 4, 2), 0, StorageHealth.OK);
        board.publish(view(Role.FOLLOWER, N2, 4, 3), 1, StorageHealth.OK);
        board.publish(view(Role.FOLLOWER, N2, 4, 3), 1, StorageHealth.OK);

        assertThat(statuses).hasSize(3);
        assertThat(roles).containsExactly(new RoleChange(7, Role.FOLLOWER));
        assertThat(leaders)
                .containsExactly(new LeaderChange(7, Optional.empty()), new LeaderChange(7, Optional.of(N2)));
    }

    @Test
    void slowSubscriberMissesWhatLiesBetween() {
        StepVerifier.create(board.statuses(), 1)
                .expectNextCount(1)
                .then(() -> {
                    for (int index = 4; index <= 100; index++) {
                        board.publish(view(Role.FOLLOWER, null, index, 2), 0, StorageHealth.OK);
                    }
                })
                .thenRequest(1)
                .expectNextMatches(status -> status.lastIndex() == 100)
                .thenCancel()
                .verify();
    }

    @Test
    void slowSubscribersOfRolesAndLeadersGetTheLatestToo() {
        StepVerifier.create(board.roles(), 1)
                .expectNext(new RoleChange(7, Role.FOLLOWER))
                .then(this::changeBackAndForth)
                .thenRequest(1)
                .expectNext(new RoleChange(7, Role.PRE_CANDIDATE))
                .thenCancel()
                .verify();
        StepVerifier.create(board.leaders(), 1)
                .expectNextCount(1)
                .then(this::changeBackAndForth)
                .thenRequest(1)
                .expectNext(new LeaderChange(7, Optional.empty()))
                .thenCancel()
                .verify();
    }

    private void changeBackAndForth() {
        for (int i = 0; i < 50; i++) {
            board.publish(view(Role.LEADER, N1, 3), i, StorageHealth.OK);
            board.publish(view(Role.FOLLOWER, N2, 3), i, StorageHealth.OK);
            board.publish(view(Role.PRE_CANDIDATE, null, 3), i, StorageHealth.OK);
        }
    }

    /** Who waits for a leader and then sends a command must not be told that there is none. */
    @Test
    void statusIsNeverOlderThanWhatAStreamSays() {
        List<Object> seen = new ArrayList<>();
        board.roles().subscribe(change -> seen.add(board.status().role() == change.role()));
        board.leaders().subscribe(change -> seen.add(board.status().leader().equals(change.leader())));
        board.statuses().subscribe(status -> seen.add(board.status().equals(status)));

        board.publish(view(Role.LEADER, N1, 3), 0, StorageHealth.OK);

        assertThat(seen).hasSize(6).containsOnly(true);
    }

    @Test
    void closeCompletesTheStreamsBehindTheLatest() {
        board.close(new Closed(N1));

        StepVerifier.create(board.statuses()).expectNextCount(1).verifyComplete();
        StepVerifier.create(board.roles()).expectNextCount(1).verifyComplete();
        StepVerifier.create(board.leaders()).expectNextCount(1).verifyComplete();
    }

    @Test
    void failureEndsTheStreamsWithIt() {
        StepVerifier.create(board.statuses())
                .expectNextCount(1)
                .then(() -> board.close(new Fatal("disk full", null)))
                .verifyError(Fatal.class);
        StepVerifier.create(board.roles()).expectNextCount(1).verifyError(Fatal.class);
        StepVerifier.create(board.leaders()).expectNextCount(1).verifyError(Fatal.class);
    }

    @Test
    void publishingAfterTheEndDisturbsNobody() {
        board.close(new Closed(N1));

        board.publish(view(Role.LEADER, N1, 9), 9, StorageHealth.OK);

        assertThat(board.status().role()).isEqualTo(Role.LEADER);
    }
}
