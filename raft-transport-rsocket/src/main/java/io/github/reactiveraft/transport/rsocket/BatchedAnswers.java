package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.transport.rsocket.Batch.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Collects what becomes of the items of one batch, on whatever threads that is told; complete when all is. */
final class BatchedAnswers {

    private final AtomicReferenceArray<Answer> answers;
    private final AtomicInteger missing;
    private final MonoSink<Answer[]> sink;

    private BatchedAnswers(int count, MonoSink<Answer[]> sink) {
        this.answers = new AtomicReferenceArray<>(count);
        this.missing = new AtomicInteger(count);
        this.sink = sink;
    }

    /**
     * Does all items.
     *
     * @param text what to tell of a failure
     */
    static Mono<Answer[]> of(
            List<ClientRequest> items, Function<ClientRequest, Mono<Bytes>> doing, Function<Throwable, String> text) {
        return Mono.create(sink -> {
            BatchedAnswers collected = new BatchedAnswers(items.size(), sink);
            Item[] underWay = new Item[items.size()];
            Arrays.setAll(underWay, place -> collected.new Item(place, text));
            sink.onCancel(() -> Arrays.asList(underWay).forEach(Item::cancel));
            for (int i = 0; i < underWay.length; i++) {
                doing.apply(items.get(i)).subscribe(underWay[i]);
            }
        });
    }

    private void answered(int place, Answer answer) {
        if (answers.compareAndSet(place, null, answer) && missing.decrementAndGet() == 0) {
            Answer[] all = new Answer[answers.length()];
            for (int i = 0; i < all.length; i++) {
                all[i] = answers.get(i);
            }
            sink.success(all);
        }
    }

    private final class Item extends BaseSubscriber<Bytes> {

        private final int place;
        private final Function<Throwable, String> text;

        private Item(int place, Function<Throwable, String> text) {
            this.place = place;
            this.text = text;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            requestUnbounded();
        }

        @Override
        protected void hookOnNext(Bytes result) {
            answered(place, new Answer.Done(result));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            answered(place, new Answer.Failed(text.apply(failure)));
        }

        @Override
        protected void hookOnComplete() {
            if (answers.get(place) == null) {
                // Nobody completes without an answer; should it be so, it must not look like one that was not done.
                hookOnError(new RaftException.OutcomeUnknown("The node gave no answer", null));
            }
        }
    }
}
