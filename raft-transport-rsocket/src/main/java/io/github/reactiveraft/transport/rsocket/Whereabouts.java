package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.function.Tuple2;

/**
 * Where the leader is, as far as members tell. Two of them are listened to: whoever is asked, and a witness, who hears of the
 * next leader even if this one can say nothing any more, because its host is out of reach.
 */
final class Whereabouts implements Route {

    private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** So long a witness may know nobody. */
    private static final Duration BLIND = Duration.ofSeconds(3);

    private final List<Endpoint> seeds;
    private final Function<Endpoint, Flux<News>> news;
    private final Scheduler timers;
    private final Sinks.Many<LeaderChange> leaders = Sinks.many().replay().latest();
    /** Whoever is asked has changed: true if it was of no use, false if another one leads. */
    private final Sinks.Many<Boolean> anew = Sinks.many().multicast().directBestEffort();

    private final AtomicInteger turn = new AtomicInteger();
    private volatile @Nullable Leader leader;
    /** These are touched only by those who listen, on the one thread of this client. */
    private @Nullable LeaderChange lastTold;

    private int earTurn;
    private int witnessTurn = 1;
    /** Who is listened to. */
    private volatile @Nullable Endpoint first;

    private volatile @Nullable Endpoint witness;

    /**
     * What a member tells.
     *
     * @param reached where that leader is reached, if the member knows
     */
    record News(LeaderChange change, @Nullable Endpoint reached) {}

    /** Who was last said to lead. */
    private static final class Leader {

        private final NodeId node;
        private final Endpoint endpoint;
        private final Sinks.Empty<Void> over = Sinks.empty();
        private final AtomicBoolean isOfNoUse = new AtomicBoolean();

        private Leader(NodeId node, Endpoint endpoint) {
            this.node = node;
            this.endpoint = endpoint;
        }

        private boolean isUsable() {
            return !isOfNoUse.get();
        }
    }

    /**
     * Knows nothing yet.
     *
     * @param seeds members to begin with, one or more
     * @param news what one tells, now and at every change; an error if it is of no use
     * @param timers of one thread
     */
    Whereabouts(List<Endpoint> seeds, Function<Endpoint, Flux<News>> news, Scheduler timers) {
        this.seeds = seeds.stream().distinct().toList();
        this.news = news;
        this.timers = timers;
    }

    /** Who leads, now and at every change; a slow subscriber gets the latest. */
    Flux<LeaderChange> leaders() {
        return leaders.asFlux().onBackpressureLatest();
    }

    /**
     * The leader if one is known, else one member after the other. One of them may be the former leader, and be out of reach: what
     * was asked of them is over, too, when there is another leader.
     */
    @Override
    public Target target() {
        Leader known = leader;
        if (known == null) {
            return Target.of(seed(turn.get()));
        }
        return new Target(known.isUsable() ? known.endpoint : seed(turn.get()), known.over.asMono());
    }

    private Endpoint seed(int number) {
        return seeds.get(Math.floorMod(number, seeds.size()));
    }

    /**
     * A member was of no use: another one is asked next. However many requests find that out at the same time, it is passed
     * over once.
     */
    @Override
    public void passOver(Endpoint target) {
        int now = turn.get();
        if (target.equals(seed(now))) {
            turn.compareAndSet(now, now + 1);
        }
        Leader known = leader;
        if (known != null && target.equals(known.endpoint) && known.isOfNoUse.compareAndSet(false, true)) {
            // Whoever is listened to says nothing more until there is another leader.
            tellAnew(true);
        }
    }

    /** Listens, as long as somebody is subscribed. */
    Flux<News> listen() {
        return seeds.size() == 1 ? toWhoIsAsked() : Flux.merge(toWhoIsAsked(), toAWitness());
    }

    /** To the leader; while there is none to ask, to one member after the other, for as long as each of them knows one. */
    private Flux<News> toWhoIsAsked() {
        return again(() -> {
            Endpoint known = usable();
            Endpoint member = known != null ? known : other(earTurn, witness);
            first = member;
            return cut(
                    told(member).takeUntil(Whereabouts::isNobodyKnown).doOnComplete(() -> {
                        earTurn++;
                        passOver(member);
                    }),
                    isOfNoUse -> isOfNoUse || (usable() != null && !member.equals(usable())));
        });
    }

    /** Somebody else, who knows a leader at first, and may then lose sight of that one, but not for long. */
    private Flux<News> toAWitness() {
        return again(() -> {
            Endpoint member = other(witnessTurn, first);
            witness = member;
            return cut(
                    told(member)
                            .index()
                            .switchMap(this::untilBlind)
                            .onErrorResume(blind -> Flux.empty())
                            .doOnComplete(() -> witnessTurn++),
                    any -> member.equals(usable()));
        });
    }

    /** A member in turn, but not the one that is listened to already, nor, if there is another, the leader: it is asked, or of no use. */
    private Endpoint other(int from, @Nullable Endpoint taken) {
        Leader known = leader;
        List<Endpoint> free = IntStream.range(from, from + seeds.size())
                .mapToObj(this::seed)
                .filter(one -> !one.equals(taken))
                .toList();
        return free.stream()
                .filter(one -> known == null || !one.equals(known.endpoint))
                .findFirst()
                .orElseGet(() -> free.isEmpty() ? seed(from) : free.get(0));
    }

    private @Nullable Endpoint usable() {
        Leader known = leader;
        return known != null && known.isUsable() ? known.endpoint : null;
    }

    private static Flux<News> again(Supplier<Flux<News>> listening) {
        return Flux.defer(listening).repeat();
    }

    /** Listens until a change matters, and no longer; if it ended before that, it is of no use, and there is a pause. */
    private Flux<News> cut(Flux<News> listening, Predicate<Boolean> isToEnd) {
        AtomicBoolean isCut = new AtomicBoolean();
        return listening
                .takeUntilOther(changes().filter(isToEnd).doOnNext(change -> isCut.set(true)))
                .concatWith(Flux.defer(() -> isCut.get() ? Flux.empty() : pause(PAUSE)));
    }

    private Flux<News> pause(Duration time) {
        return Mono.delay(time, timers).thenMany(Flux.empty());
    }

    private Flux<News> untilBlind(Tuple2<Long, News> numbered) {
        Flux<News> told = Flux.just(numbered.getT2());
        if (!isNobodyKnown(numbered.getT2())) {
            return told;
        }
        Duration patience = numbered.getT1() == 0 ? Duration.ZERO : BLIND;
        return told.concatWith(pause(patience)).concatWith(Mono.error(new IOException("It knows nobody")));
    }

    /** From any thread: who comes at the same time as another waits for that one. */
    private void tellAnew(boolean isOfNoUse) {
        while (anew.tryEmitNext(isOfNoUse) == Sinks.EmitResult.FAIL_NON_SERIALIZED) {
            Thread.onSpinWait();
        }
    }

    /**
     * One at the beginning, for what changed before anybody listened. Later: RSocket may be about to tell those who listen, too,
     * that their connection is gone.
     */
    private Flux<Boolean> changes() {
        return Flux.merge(anew.asFlux(), Mono.just(false)).publishOn(timers);
    }

    private static boolean isNobodyKnown(News told) {
        return told.change().leader().isEmpty();
    }

    private Flux<News> told(Endpoint member) {
        return news.apply(member)
                .publishOn(timers)
                .doOnNext(told -> heard(told, member))
                .onErrorResume(failure -> {
                    LOG.debug("No news of a leader: member={} cause={}", member, failure.toString());
                    return Flux.empty();
                });
    }

    private void heard(News told, Endpoint member) {
        LOG.debug("Heard of a leader: {} member={}", told.change(), member);
        if (!isNews(told)) {
            return;
        }
        follow(told.change(), told.reached());
        if (!told.change().equals(lastTold)) {
            lastTold = told.change();
            leaders.tryEmitNext(told.change());
        }
    }

    /** Not what is of an earlier term, nor what somebody says of a term whose leader is known: there is but one. */
    private boolean isNews(News told) {
        LeaderChange last = lastTold;
        Leader known = leader;
        if (last == null || told.change().term() > last.term()) {
            return true;
        }
        return told.change().term() == last.term() && (known == null || !known.isUsable());
    }

    private void follow(LeaderChange change, @Nullable Endpoint reached) {
        Leader known = leader;
        NodeId node = change.leader().orElse(null);
        boolean isSame = known != null && known.node.equals(node);
        if (known != null && isSame && (known.isUsable() || known.endpoint.equals(reached))) {
            if (known.isOfNoUse.compareAndSet(true, false)) {
                tellAnew(false);
            }
        } else if (node == null) {
            if (known != null && known.isOfNoUse.compareAndSet(false, true)) {
                tellAnew(true);
            }
        } else if (reached != null || (known != null && !isSame)) {
            leader = reached == null ? null : new Leader(node, reached);
            if (known != null) {
                known.over.tryEmitEmpty();
            }
            tellAnew(reached == null);
        }
    }
}
