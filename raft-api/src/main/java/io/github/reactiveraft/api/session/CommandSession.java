package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.SessionExpired;
import io.github.reactiveraft.api.model.Ticket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The session of one client, and how its commands are sent: each gets a number, and is sent with the same number again when
 * its outcome was not seen, so that the replicas execute it once (thesis §6.3). The session is opened when the first command
 * comes, and another one when it has ended. For any thread.
 */
public final class CommandSession {

    private static final int DOUBLINGS = 4;

    private final Mono<OpenSession> opened;
    private final Duration pause;
    private final Duration patience;
    private final Scheduler timers;
    /** Who waits to ask again; each leaves when it has its answer. */
    private final Set<Sinks.One<RaftException>> asking = ConcurrentHashMap.newKeySet();

    private volatile @Nullable RaftException closed;
    private volatile @Nullable OpenSession latest;

    /**
     * A session that is not open yet.
     *
     * @param opening asks whoever leads for a session once, and answers with its number; may be subscribed to many times
     * @param pause how long to wait before a command is sent again; doubles a few times
     * @param patience how long to go on after the first outcome that was not seen, zero for not at all
     * @param timers where pauses end
     */
    public CommandSession(Mono<Long> opening, Duration pause, Duration patience, Scheduler timers) {
        this.pause = pause;
        this.patience = patience;
        this.timers = timers;
        this.opened = opening.map(OpenSession::new)
                .doOnNext(session -> latest = session)
                .onErrorMap(OutcomeUnknown.class, CommandSession::notOpened)
                .cacheInvalidateIf(OpenSession::isOver);
    }

    /** What comes first is a session; if that fails, nothing was done, whatever became of the session. */
    private static RaftException notOpened(OutcomeUnknown cause) {
        return new RaftException.Unavailable(
                "No session could be opened, nothing was done: try again in a moment; " + cause.getMessage());
    }

    /**
     * Sends a command until its outcome is known. Each subscription is a command of its own.
     *
     * @return the result; or what the first attempt failed with, unless that was {@link OutcomeUnknown}; or that, if
     *     the outcome of one was not seen and could not be found out in time; {@link RaftException.Overloaded} if more than
     *     {@link Ticket#MAX_LAG} commands were begun since the oldest that is still under way
     */
    public <R> Mono<R> send(Attempt<R> attempt) {
        return Mono.defer(() -> inSession(attempt, true));
    }

    /** @param mayBeginAnew whether a session that had ended before is followed by another one */
    private <R> Mono<R> inSession(Attempt<R> attempt, boolean mayBeginAnew) {
        OpenSession session = latest;
        return session == null || session.isOver()
                ? opened.flatMap(fresh -> send(fresh, attempt, mayBeginAnew))
                : send(session, attempt, mayBeginAnew);
    }

    private <R> Mono<R> send(OpenSession session, Attempt<R> attempt, boolean mayBeginAnew) {
        Ticket ticket = session.next();
        return new Guarded<>(
                tried(attempt, ticket),
                failure -> {
                    RaftException known = known(failure);
                    if (known instanceof SessionExpired) {
                        session.end();
                        return mayBeginAnew ? inSession(attempt, false) : Mono.error(known);
                    }
                    return known instanceof OutcomeUnknown unknown
                            ? again(session, attempt, ticket, unknown)
                            : Mono.error(known);
                },
                () -> session.answered(ticket));
    }

    private static <R> Mono<R> tried(Attempt<R> attempt, Ticket ticket) {
        try {
            return attempt.send(ticket);
        } catch (RuntimeException | Error failure) {
            Exceptions.throwIfFatal(failure);
            return Mono.error(failure);
        }
    }

    private static RaftException known(Throwable failure) {
        return failure instanceof RaftException known ? known : new OutcomeUnknown("No answer: " + failure, failure);
    }

    private <R> Mono<R> again(OpenSession session, Attempt<R> attempt, Ticket ticket, OutcomeUnknown first) {
        Mono<R> sent = Mono.defer(() -> attempt.send(ticket))
                .onErrorMap(CommandSession::known)
                .doOnError(SessionExpired.class, expired -> session.end());
        return again(sent, first);
    }

    private <R> Mono<R> again(Mono<R> sent, OutcomeUnknown first) {
        if (patience.isZero()) {
            return Mono.error(first);
        }
        Mono<R> asked = Mono.delay(pause, timers)
                .then(sent.onErrorResume(CommandSession::mayPass, passing -> Mono.empty())
                        .repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.concatMap(this::longerPause)))
                .timeout(patience, timers);
        return untilClosed(asked).onErrorMap(cause -> lost(first, cause));
    }

    /** Whoever is slow because there is too much to do is not given more of it. */
    private Mono<Long> longerPause(long round) {
        return Mono.delay(pause.multipliedBy(1L << Math.min(round, DOUBLINGS)), timers);
    }

    private <R> Mono<R> untilClosed(Mono<R> work) {
        return Mono.defer(() -> {
            Sinks.One<RaftException> end = Sinks.one();
            asking.add(end);
            RaftException cause = closed;
            if (cause != null) {
                end.tryEmitValue(cause);
            }
            return Mono.firstWithSignal(end.asMono().flatMap(Mono::<R>error), work)
                    .doFinally(signal -> asking.remove(end));
        });
    }

    /** Asks no more: whoever waits for an outcome that was not seen is told that it is unknown. */
    public void close(RaftException cause) {
        closed = cause;
        asking.forEach(end -> end.tryEmitValue(cause));
    }

    private static boolean mayPass(Throwable cause) {
        return cause instanceof OutcomeUnknown
                || cause instanceof RaftException.NotLeader
                || cause instanceof RaftException.Unavailable
                || cause instanceof RaftException.Overloaded;
    }

    private static OutcomeUnknown lost(OutcomeUnknown first, Throwable last) {
        String why = last instanceof TimeoutException ? "asking again got no answer" : last.getMessage();
        return new OutcomeUnknown(first.getMessage() + "; " + why, first);
    }
}
