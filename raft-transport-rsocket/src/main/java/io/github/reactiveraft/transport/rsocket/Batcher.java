package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.concurrent.Queues;

/**
 * Requests that go out together if they came together: what comes while others are under way is sent as one when one of
 * these is answered, or when it fills a batch. What comes while nothing, or one thing, is under way is sent at once. For
 * any thread. What waits is bounded by the client's admission.
 */
final class Batcher {

    /** So many requests may be under way before the next waits for company. */
    private static final int BEFORE_WAITING = 2;

    /** So many, if the next fills a batch: with as many of the other kind still no more than a member takes. */
    private static final int MOST_UNDER_WAY = 8;

    private final BiFunction<Batcher, List<Item>, Mono<Void>> sending;
    private final Queue<Item> waiting = Queues.<Item>unboundedMultiproducer().get();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger work = new AtomicInteger();

    /** @param sending sends some, tells each what became of it, and completes then, never with an error */
    Batcher(BiFunction<Batcher, List<Item>, Mono<Void>> sending) {
        this.sending = sending;
    }

    /** One request. */
    static final class Item {

        private final ClientRequest request;
        private final MonoSink<Bytes> sink;
        private volatile boolean isCancelled;

        private Item(ClientRequest request, MonoSink<Bytes> sink) {
            this.request = request;
            this.sink = sink;
        }

        ClientRequest request() {
            return request;
        }

        void done(Bytes result) {
            sink.success(result);
        }

        void failed(Throwable failure) {
            sink.error(failure);
        }
    }

    /** Sends a request once for each subscriber; who cancels before it was sent withdraws it. */
    Mono<Bytes> done(ClientRequest request) {
        return Mono.create(sink -> {
            Item item = new Item(request, sink);
            sink.onCancel(() -> item.isCancelled = true);
            waitingCount.incrementAndGet();
            waitingBytes.addAndGet(Batch.bytesOf(request));
            waiting.add(item);
            drain();
        });
    }

    /** Tells what became of many; what their callers ask for next goes out together afterwards. */
    void hold(Runnable telling) {
        boolean isHeld = work.getAndIncrement() == 0;
        try {
            telling.run();
        } finally {
            if (isHeld) {
                sendAll();
            }
        }
    }

    private void drain() {
        if (work.getAndIncrement() == 0) {
            sendAll();
        }
    }

    private void sendAll() {
        int missed = 1;
        do {
            while (maySend()) {
                List<Item> items = take();
                if (items.isEmpty()) {
                    break;
                }
                underWay.incrementAndGet();
                sending.apply(this, items).subscribe(ignored -> {}, failure -> answered(), this::answered);
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private void answered() {
        underWay.decrementAndGet();
        drain();
    }

    private boolean maySend() {
        boolean isFull = waitingCount.get() >= Batch.MOST_COUNT || waitingBytes.get() >= Batch.MOST_BYTES;
        return underWay.get() < (isFull ? MOST_UNDER_WAY : BEFORE_WAITING);
    }

    private List<Item> take() {
        List<Item> items = new ArrayList<>();
        int bytes = 0;
        while (items.size() < Batch.MOST_COUNT && bytes <= Batch.MOST_BYTES * 3 / 4) {
            Item next = waiting.poll();
            if (next == null) {
                break;
            }
            waitingCount.decrementAndGet();
            waitingBytes.addAndGet(-Batch.bytesOf(next.request));
            if (!next.isCancelled) {
                bytes += Batch.bytesOf(next.request);
                items.add(next);
            }
        }
        return items;
    }
}
