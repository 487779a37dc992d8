package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

final class InternalLocksTest {

    private final Scheduler shared = Schedulers.newParallel("shared", 1);
    private final Scheduler loops = Schedulers.newParallel("loops", 2);

    @AfterEach
    void end() {
        shared.dispose();
        loops.dispose();
    }

    @Test
    void intervalsEndOnThreadsThatMustNotBlock() {
        Mono<Void> contended = Flux.range(0, 4)
                .flatMap(i -> Mono.fromRunnable(this::beginAndEndIntervals).subscribeOn(loops))
                .then();

        StepVerifier.create(contended).expectComplete().verify(Peers.SOON);
        StepVerifier.create(Mono.delay(Duration.ofMillis(1), shared))
                .expectNextCount(1)
                .verifyComplete();
    }

    private void beginAndEndIntervals() {
        for (int i = 0; i < 50_000; i++) {
            Disposable interval = Flux.interval(Duration.ofHours(1), shared).subscribe();
            interval.dispose();
        }
    }

    @Test
    void threadsThatMustNotBlockShareAnAllocator() {
        Flux<Integer> rounds = Flux.range(0, 100).concatMap(round -> {
            ByteBufAllocator fresh = new AdaptiveByteBufAllocator();
            return Flux.range(0, 2)
                    .flatMap(i -> Mono.fromRunnable(() -> allocate(fresh)).subscribeOn(loops))
                    .then(Mono.just(round));
        });

        StepVerifier.create(rounds).expectNextCount(100).expectComplete().verify(Peers.SOON);
    }

    private static void allocate(ByteBufAllocator allocator) {
        List<ByteBuf> held = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            held.add(allocator.buffer(64 << i % 8));
        }
        held.forEach(ByteBuf::release);
    }
}
