package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.preVote;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.requestVote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("§5.4.1 Election restriction")
class ElectionRestrictionTest {

    /** The voter's log is 1, 1, 3: last entry 3/3. */
    static Stream<Arguments> candidates() {
        return Stream.of(
                Arguments.of(id(3, 3), true),
                Arguments.of(id(3, 4), true),
                Arguments.of(id(3, 2), false),
                Arguments.of(id(4, 1), true),
                Arguments.of(id(2, 900), false),
                Arguments.of(EntryId.NONE, false));
    }

    @ParameterizedTest
    @MethodSource("candidates")
    void voteGoesOnlyToALogAtLeastAsUpToDate(EntryId lastEntry, boolean isGranted) {
        RaftCore core = follower(3, 5, 1, 1, 3);

        List<Effect> effects = core.step(requestVote(7, N2, 6, lastEntry));

        if (isGranted) {
            assertThat(effects)
                    .containsExactly(
                            persist(1, hard(6, N2), 0, NOTHING, reply(7, new VoteReply(6, true))),
                            new RestartElectionTimer());
        } else {
            assertThat(effects)
                    .containsExactly(persist(1, hard(6, null), 0, NOTHING, reply(7, new VoteReply(6, false))));
        }
    }

    @ParameterizedTest
    @MethodSource("candidates")
    void preVoteGoesOnlyToALogAtLeastAsUpToDate(EntryId lastEntry, boolean isGranted) {
        RaftCore core = follower(3, 5, 1, 1, 3);

        List<Effect> effects = core.step(preVote(7, N2, 6, lastEntry));

        assertThat(effects).containsExactly(reply(7, new PreVoteReply(5, isGranted)));
    }
}
