package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.LeaderChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
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
final class Whereabouts {

    private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<Endpoint> seeds;
    private final Function<Endpoint, Flux<News>> news;
    private final Scheduler timers;
    private final Sinks.Many<LeaderChange> leaders = Sinks.many().replay().latest();
    /** Whoever is asked has changed: true if it was of no use, false if another one leads. */
    private final Sinks.Many<Boolean> anew = Sinks.many().multicast().directBestEffort();

    private final AtomicInteger turn = new AtomicInteger();
    private volatile @Nullable Leader leader;
    /** These two are touched only by those who listen, on the one thread of this client. */
    private @Nullable LeaderChange lastTold;

    private int witnessTurn = 1;

    /**
     * What a member tells.
     *
     * @param reached where that leader is reached, if the member knows
     */
    record News(LeaderChange change, @Nullable Endpoint reached) {}

    /**
     * Whom to ask.
     *
     * @param over completes when there is another leader in place of this one, whose answers need not be waited for any more
     */
    record Target(Endpoint endpoint, Mono<Void> over) {}

    /** Who was last said to lead. */
    private static final class Leader {

        private final Endpoint endpoint;
        private final Sinks.Empty<Void> over = Sinks.empty();
        private final Target target;
        private volatile boolean isOfNoUse;

        private Leader(Endpoint endpoint) {
            this.endpoint = endpoint;
            this.target = new Target(endpoint, over.asMono());
        }
    }

    /**
     * Knows nothing yet.
     *
     * @param seeds members to begin with, one or more
     * @param news what one tells, now and at every change; an error if it is of no use
     * @param timers on which news comes, too; of one thread
     */
    Whereabouts(List<Endpoint> seeds, Function<Endpoint, Flux<News>> news, Scheduler timers) {
        this.seeds = List.copyOf(seeds);
        this.news = news;
        this.timers = timers;
    }

    /** Who leads, now and at every change; a slow subscriber gets the latest. */
    Flux<LeaderChange> leaders() {
        return leaders.asFlux().onBackpressureLatest();
    }

    /** Whom to ask now: the leader if one is known, else one member after the other. */
    Target target() {
        Leader known = leader;
        return known != null && !known.isOfNoUse ? known.target : new Target(seed(turn.get()), Mono.never());
    }

    private Endpoint seed(int number) {
        return seeds.get(Math.floorMod(number, seeds.size()));
    }

    /**
     * A member was of no use: another one is asked next. However many requests find that out at the same time, it is passed
     * over once.
     */
    void passOver(Endpoint target) {
        int now = turn.get();
        if (target.equals(seed(now))) {
            turn.compareAndSet(now, now + 1);
        }
        Leader known = leader;
        if (known != null && !known.isOfNoUse && target.equals(known.endpoint)) {
            known.isOfNoUse = true;
            // Whoever is listened to says nothing more until there is another leader.
            anew.tryEmitNext(true);
        }
    }

    /** Listens, as long as somebody is subscribed. */
    Flux<News> listen() {
        return seeds.size() == 1 ? toWhoIsAsked() : Flux.merge(toWhoIsAsked(), toAWitness());
    }

    /** One member after the other, for as long as each of them knows a leader. */
    private Flux<News> toWhoIsAsked() {
        return again(() -> {
            Endpoint member = target().endpoint();
            return told(member)
                    .takeUntil(Whereabouts::isNobodyKnown)
                    .doOnComplete(() -> passOver(member))
                    .takeUntilOther(changed().filter(isOfNoUse -> isOfNoUse || !isAsked(member)));
        });
    }

    /** Somebody else, who knows a leader at first, and may then lose sight of that one. */
    private Flux<News> toAWitness() {
        return again(() -> {
            Endpoint member = isAsked(seed(witnessTurn)) ? seed(witnessTurn + 1) : seed(witnessTurn);
            return told(member)
                    .index()
                    .takeUntil(numbered -> numbered.getT1() == 0 && isNobodyKnown(numbered.getT2()))
                    .map(Tuple2::getT2)
                    .doOnComplete(() -> witnessTurn++)
                    .takeUntilOther(changed().filter(any -> isAsked(member)));
        });
    }

    private Flux<News> again(Supplier<Flux<News>> listening) {
        return Flux.defer(listening).repeatWhen(ends -> ends.delayElements(PAUSE, timers));
    }

    /** Later: RSocket may be about to tell those who listen, too, that their connection is gone. */
    private Flux<Boolean> changed() {
        return anew.asFlux().publishOn(timers);
    }

    private boolean isAsked(Endpoint member) {
        return member.equals(target().endpoint());
    }

    private static boolean isNobodyKnown(News told) {
        return told.change().leader().isEmpty();
    }

    private Flux<News> told(Endpoint member) {
        return news.apply(member).doOnNext(told -> heard(told, member)).onErrorResume(failure -> {
            LOG.debug("No news of a leader: member={} cause={}", member, failure.toString());
            return Flux.empty();
        });
    }

    private void heard(News told, Endpoint member) {
        LOG.debug("Heard of a leader: {} member={}", told.change(), member);
        if (!isNews(told)) {
            return;
        }
        follow(told.reached());
        if (!told.change().equals(lastTold)) {
            lastTold = told.change();
            leaders.tryEmitNext(told.change());
        }
    }

    /** Not what is of an earlier term, nor that somebody knows less than others do. */
    private boolean isNews(News told) {
        LeaderChange last = lastTold;
        Leader known = leader;
        if (last == null || told.change().term() > last.term()) {
            return true;
        }
        boolean isLess = told.reached() == null && known != null && !known.isOfNoUse;
        return told.change().term() == last.term() && !isLess;
    }

    private void follow(@Nullable Endpoint reached) {
        Leader known = leader;
        if (known != null && (reached == null || reached.equals(known.endpoint))) {
            known.isOfNoUse = reached == null;
        } else if (reached != null) {
            leader = new Leader(reached);
            if (known != null) {
                known.over.tryEmitEmpty();
            }
            anew.tryEmitNext(false);
        }
    }
}
