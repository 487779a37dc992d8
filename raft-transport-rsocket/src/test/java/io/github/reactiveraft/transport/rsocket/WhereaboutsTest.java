package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.transport.rsocket.Route.Target;
import io.github.reactiveraft.transport.rsocket.Whereabouts.News;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Members that tell what the test says, and a client that listens, in virtual time. */
class WhereaboutsTest {

    private static final Endpoint ONE = Endpoint.toReach("one:1");
    private static final Endpoint TWO = Endpoint.toReach("two:2");
    private static final Endpoint THREE = Endpoint.toReach("three:3");

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final Map<String, Sinks.Many<News>> members = new TreeMap<>();
    private final List<String> heardFrom = new ArrayList<>();
    private final List<LeaderChange> told = new ArrayList<>();
    private final Whereabouts whereabouts = new Whereabouts(List.of(ONE, TWO, THREE), this::listenTo, timers);
    private Disposable listening = () -> {};

    private Flux<News> listenTo(Endpoint member) {
        return member(member)
                .asFlux()
                .doOnSubscribe(begun -> heardFrom.add(member.host()))
                .doFinally(end -> heardFrom.remove(member.host()));
    }

    private Sinks.Many<News> member(Endpoint member) {
        return members.computeIfAbsent(
                member.host(), any -> Sinks.many().replay().latest());
    }

    private void tell(Endpoint member, long term, @Nullable Endpoint leader) {
        Optional<NodeId> name = Optional.ofNullable(leader).map(one -> NodeId.of(one.host()));
        tellNews(member, new News(new LeaderChange(term, name), leader));
    }

    private void tellNews(Endpoint member, News news) {
        member(member).tryEmitNext(news).orThrow();
        timers.advanceTime();
    }

    private Endpoint asked() {
        return whereabouts.target().endpoint();
    }

    private void passMillis(long millis) {
        timers.advanceTimeBy(Duration.ofMillis(millis));
    }

    @BeforeEach
    void listen() {
        whereabouts.leaders().subscribe(told::add);
        listening = whereabouts.listen().subscribe();
        timers.advanceTime();
    }

    @AfterEach
    void stop() {
        listening.dispose();
        assertThat(heardFrom).isEmpty();
        timers.dispose();
    }

    @Test
    void whoeverIsAskedAndAWitnessAreListenedTo() {
        assertThat(asked()).isEqualTo(ONE);
        assertThat(heardFrom).containsExactly("one", "two");

        tell(TWO, 1, THREE);
        passMillis(100);

        assertThat(asked()).isEqualTo(THREE);
        assertThat(heardFrom).containsExactlyInAnyOrder("two", "three");
        assertThat(told).containsExactly(new LeaderChange(1, Optional.of(NodeId.of("three"))));
    }

    /** Its connection is open, and nothing comes over it. */
    @Test
    void witnessTellsOfTheNextLeaderWhenThisOneIsOutOfReach() {
        tell(ONE, 1, ONE);
        tell(TWO, 1, ONE);
        Target first = whereabouts.target();
        boolean[] isOver = {false};
        first.over().subscribe(null, null, () -> isOver[0] = true);

        tell(TWO, 1, null);
        boolean isOverBefore = isOver[0];
        tell(TWO, 2, TWO);
        passMillis(100);

        assertThat(isOverBefore).isFalse();
        assertThat(isOver[0]).isTrue();
        assertThat(asked()).isEqualTo(TWO);
        assertThat(heardFrom).as("a witness is somebody else").containsExactlyInAnyOrder("two", "three");
        assertThat(told).extracting(LeaderChange::term).containsExactly(1L, 2L);
    }

    @Test
    void whoeverAsksTheFormerLeaderOnlyNowIsToldAtOnce() {
        tell(ONE, 1, ONE);
        Target first = whereabouts.target();
        tell(TWO, 2, TWO);
        boolean[] isOver = {false};

        first.over().subscribe(null, null, () -> isOver[0] = true);

        assertThat(isOver[0]).isTrue();
    }

    @Test
    void memberThatKnowsLessThanOthersChangesNothing() {
        tell(ONE, 5, ONE);
        tell(TWO, 4, THREE);
        tell(TWO, 5, null);

        assertThat(asked()).isEqualTo(ONE);
        assertThat(told).hasSize(1);
    }

    @Test
    void leaderThatSaysItselfThatNobodyLeadsIsAskedNoMore() {
        tell(ONE, 5, ONE);
        tell(ONE, 5, null);

        assertThat(asked()).isEqualTo(TWO);
    }

    @Test
    void leaderOfNoUseIsAskedAgainWhenAMemberStillNamesIt() {
        tell(ONE, 1, ONE);
        whereabouts.passOver(ONE);
        whereabouts.passOver(ONE);
        Endpoint meanwhile = asked();
        tell(TWO, 1, ONE);
        passMillis(100);

        assertThat(meanwhile).isEqualTo(TWO);
        assertThat(asked()).isEqualTo(ONE);
    }

    /** One of those asked in turn may be the former leader, whose host is out of reach. */
    @Test
    void whatIsAskedWhileNobodyLeadsIsOverWhenSomebodyDoes() {
        tell(ONE, 1, ONE);
        tell(TWO, 1, ONE);
        tell(TWO, 2, null);
        Target meanwhile = whereabouts.target();
        boolean[] isOver = {false};
        meanwhile.over().subscribe(null, null, () -> isOver[0] = true);
        boolean isOverBefore = isOver[0];
        tell(TWO, 2, TWO);

        assertThat(meanwhile.endpoint()).isEqualTo(ONE);
        assertThat(isOverBefore).isFalse();
        assertThat(isOver[0]).isTrue();
        assertThat(told)
                .extracting(LeaderChange::leader)
                .containsExactly(Optional.of(NodeId.of("one")), Optional.empty(), Optional.of(NodeId.of("two")));
    }

    /** An election takes milliseconds, if timeouts are short. */
    @Test
    void somebodyIsListenedToWithoutAPauseWhileNobodyLeads() {
        tell(ONE, 1, ONE);
        tell(TWO, 1, ONE);
        tell(TWO, 2, null);
        whereabouts.passOver(ONE);
        whereabouts.passOver(TWO);
        timers.advanceTime();

        assertThat(heardFrom).as("not the former leader").containsExactlyInAnyOrder("two", "three");
    }

    /** All others still name it. */
    @Test
    void deadLeaderIsNotTriedWithoutPauses() {
        AtomicInteger tries = new AtomicInteger();
        Whereabouts spinning = new Whereabouts(
                List.of(ONE, TWO),
                member -> {
                    tries.incrementAndGet();
                    return member.equals(ONE)
                            ? Flux.error(new IOException("refused"))
                            : Flux.just(new News(new LeaderChange(1, Optional.of(NodeId.of("one"))), ONE))
                                    .concatWith(Flux.never());
                },
                timers);
        Disposable ear = spinning.listen().subscribe();
        passMillis(1_000);

        assertThat(tries).hasValueLessThan(60);
        ear.dispose();
    }

    @Test
    void leaderWhoseAddressNobodyKnowsReplacesTheFormerOneAllTheSame() {
        tell(ONE, 1, ONE);
        tell(TWO, 1, ONE);
        boolean[] isOver = {false};
        whereabouts.target().over().subscribe(null, null, () -> isOver[0] = true);

        tellNews(TWO, new News(new LeaderChange(2, Optional.of(NodeId.of("two"))), null));
        boolean[] isOverAtOnce = {false};
        whereabouts.target().over().subscribe(null, null, () -> isOverAtOnce[0] = true);

        assertThat(isOver[0]).isTrue();
        assertThat(isOverAtOnce[0]).as("of whoever is asked in turn now").isFalse();
        assertThat(asked()).isEqualTo(ONE);
    }

    /** Members may know each other by other names than each of them knows itself. */
    @Test
    void otherAddressOfTheSameLeaderChangesNothingWhileTheOneIsOfUse() {
        Endpoint alias = Endpoint.toReach("alias:1");
        tell(ONE, 1, ONE);
        boolean[] isOver = {false};
        whereabouts.target().over().subscribe(null, null, () -> isOver[0] = true);

        tellNews(TWO, new News(new LeaderChange(1, Optional.of(NodeId.of("one"))), alias));
        tellNews(TWO, new News(new LeaderChange(3, Optional.of(NodeId.of("one"))), alias));
        Endpoint before = asked();
        whereabouts.passOver(ONE);
        tellNews(THREE, new News(new LeaderChange(3, Optional.of(NodeId.of("one"))), alias));

        assertThat(before).isEqualTo(ONE);
        assertThat(asked()).isEqualTo(alias);
        assertThat(isOver[0]).as("at the address that was of no use").isTrue();
    }

    @Test
    void witnessIsSomebodyElseAlsoWhenTheLeaderIsOfUseAgain() {
        tell(ONE, 1, ONE);
        whereabouts.passOver(ONE);
        passMillis(100);
        tell(TWO, 1, ONE);
        tell(THREE, 1, ONE);
        passMillis(200);

        assertThat(asked()).isEqualTo(ONE);
        assertThat(heardFrom).hasSize(2).contains("one");
    }

    @Test
    void witnessThatKnowsNobodyForLongIsReplaced() {
        tell(ONE, 1, ONE);
        tell(TWO, 1, ONE);
        tell(TWO, 1, null);
        passMillis(2_900);
        List<String> before = List.copyOf(heardFrom);
        passMillis(200);

        assertThat(before).containsExactly("one", "two");
        assertThat(heardFrom).containsExactly("one", "three");
    }

    @Test
    void memberNamedTwiceIsNoWitnessOfItself() {
        List<Endpoint> listenedTo = new ArrayList<>();
        Whereabouts twice = new Whereabouts(
                List.of(ONE, ONE),
                member -> {
                    listenedTo.add(member);
                    return Flux.never();
                },
                timers);
        Disposable ear = twice.listen().subscribe();

        assertThat(listenedTo).containsExactly(ONE);
        ear.dispose();
    }

    @Test
    void membersOfNoUseAreLeftAloneForAMoment() {
        member(ONE).tryEmitError(new IOException("gone")).orThrow();
        member(TWO).tryEmitError(new IOException("gone")).orThrow();
        List<String> atOnce = List.copyOf(heardFrom);
        passMillis(200);

        assertThat(atOnce).isEmpty();
        assertThat(heardFrom).contains("three");
    }

    @Test
    void witnessThatKnowsNobodyAtFirstIsReplacedAndOneThatLosesSightIsNot() {
        tell(ONE, 1, ONE);
        tell(TWO, 0, null);
        passMillis(100);
        List<String> replaced = List.copyOf(heardFrom);
        tell(THREE, 1, ONE);
        tell(THREE, 1, null);
        passMillis(100);

        assertThat(replaced).containsExactly("one", "three");
        assertThat(heardFrom).containsExactly("one", "three");
    }

    @Test
    void onlyMemberIsItsOwnWitness() {
        List<Endpoint> listenedTo = new ArrayList<>();
        Whereabouts alone = new Whereabouts(
                List.of(ONE),
                member -> {
                    listenedTo.add(member);
                    return Flux.just(new News(new LeaderChange(1, Optional.of(NodeId.of("one"))), ONE))
                            .concatWith(Flux.never());
                },
                timers);
        Disposable ear = alone.listen().subscribe();
        alone.passOver(ONE);
        passMillis(100);

        assertThat(alone.target().endpoint()).isEqualTo(ONE);
        assertThat(listenedTo).as("and again, for it was of no use").containsExactly(ONE, ONE);
        ear.dispose();
    }
}
