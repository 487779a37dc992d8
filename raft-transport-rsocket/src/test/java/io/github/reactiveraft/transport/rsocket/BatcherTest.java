package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.transport.rsocket.Batcher.Item;
import io.github.reactiveraft.transport.rsocket.ClientRequest.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class BatcherTest {

    /** A request that was sent. */
    private record Sent(List<Item> items, Sinks.Empty<Void> end) {

        void answer(Batcher batcher) {
            batcher.hold(() -> items.forEach(item -> item.done(Bytes.empty())));
            end.tryEmitEmpty();
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private final Batcher batcher = new Batcher((self, items) -> {
        Sent next = new Sent(items, Sinks.empty());
        sent.add(next);
        return next.end().asMono();
    });

    private Mono<Bytes> request(int length) {
        return batcher.done(new ClientRequest(Operation.READ, null, -1, Bytes.of(new byte[length])));
    }

    private void ask(int count, int length) {
        IntStream.range(0, count).forEach(i -> request(length).subscribe());
    }

    private List<Integer> sizes() {
        return sent.stream().map(each -> each.items().size()).toList();
    }

    @Test
    void whatComesWhileNothingOrOneThingIsUnderWayIsSentAtOnce() {
        ask(2, 10);

        assertThat(sizes()).containsExactly(1, 1);
    }

    @Test
    void whatComesMeanwhileGoesOutTogether() {
        ask(7, 10);
        assertThat(sizes()).containsExactly(1, 1);

        sent.get(0).answer(batcher);
        assertThat(sizes()).containsExactly(1, 1, 5);
    }

    @Test
    void aFullBatchWaitsForNothing() {
        ask(2 + Batch.MOST_COUNT + 5, 0);
        assertThat(sizes()).containsExactly(1, 1, Batch.MOST_COUNT);

        ask(5, Batch.MOST_BYTES / 4 - 100);
        assertThat(sizes().subList(0, 4)).startsWith(1, 1, Batch.MOST_COUNT);
        sent.forEach(each -> assertThat(each.items().stream()
                        .mapToInt(item -> Batch.bytesOf(item.request()))
                        .sum())
                .isLessThanOrEqualTo(Batch.MOST_BYTES));
    }

    @Test
    void whoIsAnsweredTogetherAsksTogetherNext() {
        ask(2, 10);
        IntStream.range(0, 5)
                .forEach(i -> request(10).flatMap(answer -> request(10)).subscribe());
        sent.get(0).answer(batcher);
        sent.get(1).answer(batcher);

        sent.get(2).answer(batcher);

        assertThat(sizes()).containsExactly(1, 1, 5, 5);
    }

    @Test
    void whatWasCancelledBeforeItWasSentIsNotSent() {
        ask(2, 10);
        Disposable withdrawn = request(10).subscribe();
        ask(1, 10);
        withdrawn.dispose();

        sent.get(0).answer(batcher);

        assertThat(sizes()).containsExactly(1, 1, 1);
    }

    @Test
    void everyRequestIsAnsweredHoweverManyComeFromHoweverManyThreads() throws InterruptedException {
        Batcher direct = new Batcher((self, items) -> Mono.fromRunnable(() ->
                self.hold(() -> items.forEach(item -> item.done(item.request().data())))));
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (int n = 0; n < 2_000; n++) {
                        assertThat(direct.done(new ClientRequest(Operation.READ, null, -1, Bytes.of(new byte[n % 7])))
                                        .block(Peers.SOON))
                                .isNotNull();
                    }
                }))
                .toList();
        List<Throwable> failures = new ArrayList<>();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
    }
}
