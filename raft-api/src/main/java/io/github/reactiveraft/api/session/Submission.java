package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.RaftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One command, until it is definitely not done. All subscribers of the command's {@code Mono} share it; when the last of them leaves
 * before the command was taken, it is withdrawn.
 *
 * <p>Every command passes through here: so it is one object that subscribers hang on, and no chain of operators.
 *
 * @param <R> what the state machine puts out
 */
public final class Submission<R> {

    private enum Stage {
        WAITING,
        TAKEN,
        /** Definitely not done: a new attempt may be made. */
        VOID
    }

    // All guarded by this.
    /** Whoever is still to be told. */
    private final List<Waiter<R>> waiters = new ArrayList<>(1);

    private Stage stage = Stage.WAITING;
    private boolean isOver;
    private @Nullable R result;
    private @Nullable Throwable failure;

    private Submission() {}

    /**
     * The {@code Mono} of one command: never executed twice, however often it is subscribed to.
     *
     * @param attempt tries once, and asks {@link #taken} right before it does what cannot be taken back
     */
    public static <R> Mono<R> once(Function<Submission<R>, Mono<R>> attempt) {
        return new Command<>(attempt);
    }

    /**
     * The command is about to be sent; false if it was withdrawn, and nobody waits any more. What was sent once, and perhaps
     * taken, is not withdrawn any more: it may be sent again.
     */
    public synchronized boolean taken() {
        if (stage == Stage.WAITING) {
            stage = Stage.TAKEN;
        }
        return stage == Stage.TAKEN;
    }

    /** Takes one more along, unless there is nothing to wait for. */
    private synchronized boolean joined(Waiter<R> waiter) {
        if (stage != Stage.VOID && !isOver) {
            waiters.add(waiter);
        }
        return stage != Stage.VOID;
    }

    private synchronized void left(Waiter<R> waiter) {
        if (waiters.remove(waiter) && waiters.isEmpty() && stage == Stage.WAITING) {
            stage = Stage.VOID;
        }
    }

    private void ended(@Nullable R value, @Nullable Throwable cause) {
        List<Waiter<R>> told;
        synchronized (this) {
            isOver = true;
            result = value;
            failure = cause;
            if (cause instanceof RaftException known && known.isDefinitelyNotDone()) {
                stage = Stage.VOID;
            }
            told = List.copyOf(waiters);
            waiters.clear();
        }
        told.forEach(Waiter::tell);
    }

    /** What subscribers get. */
    private static final class Command<R> extends Mono<R> {

        private final Function<Submission<R>, Mono<R>> attempt;
        private final AtomicReference<@Nullable Submission<R>> latest = new AtomicReference<>();

        private Command(Function<Submission<R>, Mono<R>> attempt) {
            this.attempt = attempt;
        }

        @Override
        public void subscribe(CoreSubscriber<? super R> actual) {
            while (true) {
                Submission<R> current = latest.get();
                boolean isNew = current == null;
                Submission<R> joined = isNew ? new Submission<>() : Objects.requireNonNull(current);
                Waiter<R> waiter = new Waiter<>(actual, joined);
                if (!joined.joined(waiter)) {
                    latest.compareAndSet(joined, null);
                } else if (!isNew || latest.compareAndSet(null, joined)) {
                    waiter.subscribed();
                    if (isNew) {
                        begin(joined, actual.currentContext());
                    }
                    waiter.tell();
                    return;
                }
            }
        }

        private void begin(Submission<R> submission, Context context) {
            Mono<R> answer;
            try {
                answer = attempt.apply(submission);
            } catch (RuntimeException | Error cause) {
                Exceptions.throwIfFatal(cause);
                submission.ended(null, cause);
                return;
            }
            answer.subscribe(new Ear<>(submission, context));
        }
    }

    /** Hears what became of the attempt. */
    private static final class Ear<R> implements CoreSubscriber<R> {

        private final Submission<R> submission;
        private final Context context;
        private @Nullable R result;

        private Ear(Submission<R> submission, Context context) {
            this.submission = submission;
            this.context = context;
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(R value) {
            result = value;
        }

        @Override
        public void onError(Throwable cause) {
            submission.ended(null, cause);
        }

        @Override
        public void onComplete() {
            submission.ended(result, null);
        }
    }

    /** One subscriber. */
    private static final class Waiter<R> implements Subscription {

        private final CoreSubscriber<? super R> actual;
        private final Submission<R> submission;
        // All guarded by the submission.
        private boolean isSubscribed;
        private boolean isReady;
        private boolean isTold;

        private Waiter(CoreSubscriber<? super R> actual, Submission<R> submission) {
            this.actual = actual;
            this.submission = submission;
        }

        /** Only now may it be told anything, though others may be telling already. */
        private void subscribed() {
            actual.onSubscribe(this);
            synchronized (submission) {
                isSubscribed = true;
            }
        }

        @Override
        public void request(long count) {
            if (Operators.validate(count)) {
                synchronized (submission) {
                    isReady = true;
                }
                tell();
            }
        }

        @Override
        public void cancel() {
            synchronized (submission) {
                isTold = true;
            }
            submission.left(this);
        }

        /** Tells what became of the command, once, if that is known and may be told. */
        private void tell() {
            R value;
            Throwable cause;
            synchronized (submission) {
                value = submission.result;
                cause = submission.failure;
                if (isTold || !isSubscribed || !submission.isOver || (value != null && !isReady)) {
                    return;
                }
                isTold = true;
            }
            if (cause != null) {
                actual.onError(cause);
                return;
            }
            if (value != null) {
                actual.onNext(value);
            }
            actual.onComplete();
        }
    }
}
