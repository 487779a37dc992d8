package io.github.reactiveraft.api.session;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A {@code Mono} of which somebody takes care: when it fails, another one may take its place, once; and when all is over, by whatever
 * signal, that is told before the signal is. One operator in place of three, because every command and every read has it.
 */
final class Guarded<T> extends Mono<T> {

    private final Mono<T> source;
    private final Function<Throwable, Mono<T>> rescue;
    private final Runnable end;

    /**
     * Guards one work, to be subscribed to once.
     *
     * @param rescue what to go on with after a failure; that very failure if nothing helps
     * @param end called once
     */
    Guarded(Mono<T> source, Function<Throwable, Mono<T>> rescue, Runnable end) {
        this.source = source;
        this.rescue = rescue;
        this.end = end;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(new Guard<>(actual, this));
    }

    /** Holds what it is subscribed to at the moment. */
    private static final class Guard<T> extends AtomicReference<@Nullable Subscription>
            implements CoreSubscriber<T>, Subscription {

        private static final long serialVersionUID = 1L;

        private final transient CoreSubscriber<? super T> actual;
        private final transient Guarded<T> work;
        private volatile boolean isRequested;
        private boolean isRescued;
        private boolean isDone;

        Guard(CoreSubscriber<? super T> actual, Guarded<T> work) {
            this.actual = actual;
            this.work = work;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            Subscription before = get();
            if (before == Operators.cancelledSubscription() || !compareAndSet(before, subscription)) {
                subscription.cancel();
            } else if (before == null) {
                actual.onSubscribe(this);
            } else if (isRequested) {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void request(long count) {
            isRequested = true;
            Subscription now = get();
            if (now != null) {
                now.request(count);
            }
        }

        @Override
        public void cancel() {
            Subscription last = over();
            if (last != null) {
                last.cancel();
            }
        }

        /** From now on there is nothing to cancel; who comes first tells of the end. */
        private @Nullable Subscription over() {
            Subscription last = getAndSet(Operators.cancelledSubscription());
            if (last != Operators.cancelledSubscription()) {
                work.end.run();
            }
            return last;
        }

        @Override
        public void onNext(T value) {
            if (!isDone) {
                isDone = true;
                over();
                actual.onNext(value);
                actual.onComplete();
            }
        }

        @Override
        public void onComplete() {
            if (!isDone) {
                isDone = true;
                over();
                actual.onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (isDone) {
                Operators.onErrorDropped(failure, actual.currentContext());
            } else if (isRescued || get() == Operators.cancelledSubscription()) {
                failed(failure);
            } else {
                isRescued = true;
                rescue(failure);
            }
        }

        private void rescue(Throwable failure) {
            Mono<T> next;
            try {
                next = work.rescue.apply(failure);
            } catch (RuntimeException broken) {
                failed(broken);
                return;
            }
            next.subscribe(this);
        }

        private void failed(Throwable failure) {
            isDone = true;
            over();
            actual.onError(failure);
        }
    }
}
