package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.log;
import static io.github.reactiveraft.core.protocol.Fixture.voters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AppendRequestsTest {

    private static final int MANY = 1_000_000;

    private static RaftView leaderWith(LogTerms log) {
        return new RaftView(
                N1, Role.LEADER, 4, 5, N1, voters(3), log, 0, 2, Collections.emptySortedMap(), 0, false, EntryId.NONE);
    }

    @Test
    void requestStartsAtNextIndexAndNamesTheEntryBefore() {
        AppendEntries request = AppendRequests.cut(leaderWith(log(1, 2, 2, 5)), 3, entries(1, 1, 2, 2, 5), MANY, MANY);

        assertThat(request).isEqualTo(new AppendEntries(5, N1, id(2, 2), 2, entries(3, 2, 5)));
    }

    @Test
    void requestIsLimitedByCountAndBytesButTakesAtLeastOneEntry() {
        RaftView view = leaderWith(log(5, 5, 5));
        EntryBatch all = entries(1, 5, 5, 5);
        int one = entries(1, 5).byteCount();

        assertThat(AppendRequests.cut(view, 1, all, 2, MANY).entries()).isEqualTo(entries(1, 5, 5));
        assertThat(AppendRequests.cut(view, 1, all, MANY, 2 * one).entries()).isEqualTo(entries(1, 5, 5));
        assertThat(AppendRequests.cut(view, 1, all, MANY, 2 * one - 1).entries())
                .isEqualTo(entries(1, 5));
        assertThat(AppendRequests.cut(view, 1, all, MANY, 1).entries()).isEqualTo(entries(1, 5));
    }

    @Test
    void withoutEntriesItIsAHeartbeat() {
        RaftView view = leaderWith(log(1, 5));

        assertThat(AppendRequests.cut(view, 3, NOTHING, MANY, MANY))
                .isEqualTo(new AppendEntries(5, N1, id(5, 2), 2, NOTHING));
        assertThat(AppendRequests.cut(view, 1, NOTHING, MANY, MANY))
                .isEqualTo(new AppendEntries(5, N1, EntryId.NONE, 2, NOTHING));
    }

    @Test
    void whatIsNotOfTheLeadersLogIsABug() {
        RaftView view = leaderWith(log(1, 2, 5));

        assertThatThrownBy(() -> AppendRequests.cut(view, 1, entries(2, 2), MANY, MANY))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("Not what comes next");
        assertThatThrownBy(() -> AppendRequests.cut(view, 1, entries(1, 1, 3), MANY, MANY))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("Not the leader's entries");
        assertThatThrownBy(() -> AppendRequests.cut(view, 3, entries(3, 5, 5), MANY, MANY))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("Not the leader's entries");
        assertThatThrownBy(() -> AppendRequests.cut(view, 0, NOTHING, MANY, MANY))
                .isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> AppendRequests.cut(view, 5, NOTHING, MANY, MANY))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void onlyALeaderSendsEntries() {
        RaftView follower = new RaftView(
                N1,
                Role.FOLLOWER,
                4,
                5,
                null,
                voters(3),
                log(5),
                0,
                0,
                Collections.emptySortedMap(),
                0,
                false,
                EntryId.NONE);

        assertThatThrownBy(() -> AppendRequests.cut(follower, 1, entries(1, 5), MANY, MANY))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void shortLogIsContinuedAtItsEnd() {
        assertThat(AppendRequests.nextIndexAfterRejection(log(1, 1, 1, 5), 4, new AppendRejected(5, 2, 0, 3)))
                .isEqualTo(3);
    }

    @Test
    void wholeTermThatTheLeaderHasNotIsSkippedAtOnce() {
        LogTerms leader = log(1, 1, 5, 5, 5, 5);

        assertThat(AppendRequests.nextIndexAfterRejection(leader, 6, new AppendRejected(5, 8, 3, 3)))
                .isEqualTo(3);
    }

    @Test
    void termThatTheLeaderHasIsContinuedBehindTheLeadersLastEntryOfIt() {
        LogTerms leader = log(1, 3, 3, 5, 5, 5);

        assertThat(AppendRequests.nextIndexAfterRejection(leader, 6, new AppendRejected(5, 8, 3, 2)))
                .isEqualTo(4);
    }

    @Test
    void hintsThatMakeNoSenseStillMoveBackWithinTheLog() {
        LogTerms leader = log(1, 1, 5, 5);

        for (long conflictTerm : new long[] {-7, 0, 1, 5, 900}) {
            for (long index : new long[] {Long.MIN_VALUE, -1, 0, 3, 900, Long.MAX_VALUE}) {
                long next = AppendRequests.nextIndexAfterRejection(
                        leader, 3, new AppendRejected(5, index, conflictTerm, index));

                assertThat(next).isBetween(1L, 3L);
            }
        }
    }

    @Test
    void logsMeetWithinAsManyRoundsAsThereAreTerms() {
        Random random = new Random(42);
        int longest = 0;
        for (int i = 0; i < 1_000; i++) {
            History history = new History(random);
            List<Long> leader = history.log(random);
            List<Long> follower = history.log(random);
            int rounds = roundsToMeet(leader, follower);

            assertThat(rounds).as("%s and %s", leader, follower).isLessThanOrEqualTo((int) history.termCount() + 2);
            longest = Math.max(longest, rounds);
        }
        assertThat(longest).as("the hard cases occurred").isGreaterThan(2);
    }

    /** Probes from the leader's end on as a pipeline does; checks that what is skipped could not have matched. */
    private static int roundsToMeet(List<Long> leader, List<Long> follower) {
        LogTerms leaderLog = log(leader.stream().mapToLong(Long::longValue).toArray());
        LogTerms followerLog = log(follower.stream().mapToLong(Long::longValue).toArray());
        long common = 0;
        while (common < Math.min(leader.size(), follower.size())
                && leader.get((int) common).equals(follower.get((int) common))) {
            common++;
        }
        long nextIndex = leader.size() + 1L;
        int rounds = 1;
        while (!LogMatching.contains(followerLog, leaderLog.idAt(nextIndex - 1))) {
            AppendRejected answer = LogMatching.rejection(followerLog, 99, leaderLog.idAt(nextIndex - 1), 0);
            long next = AppendRequests.nextIndexAfterRejection(leaderLog, nextIndex - 1, answer);
            assertThat(next).isLessThan(nextIndex).isGreaterThanOrEqualTo(common + 1);
            nextIndex = next;
            rounds++;
        }
        assertThat(nextIndex - 1).isEqualTo(common);
        return rounds;
    }

    /** Logs as a cluster could have them: each term's leader extended a prefix of an earlier log, others copied a part. */
    private static final class History {
        private final List<List<Long>> byTerm = new ArrayList<>();

        History(Random random) {
            byTerm.add(List.of());
            long terms = 1L + random.nextInt(12);
            for (long term = 1; term <= terms; term++) {
                List<Long> log = new ArrayList<>(log(random));
                for (int i = 1 + random.nextInt(20); i > 0; i--) {
                    log.add(term);
                }
                byTerm.add(log);
            }
        }

        List<Long> log(Random random) {
            List<Long> source = byTerm.get(random.nextInt(byTerm.size()));
            return source.subList(0, random.nextInt(source.size() + 1));
        }

        long termCount() {
            return byTerm.size() - 1L;
        }
    }
}
