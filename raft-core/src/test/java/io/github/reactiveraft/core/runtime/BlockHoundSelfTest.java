package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Proves that the watch for blocking calls is on in the tests' virtual machine; it must not fall asleep silently. */
class BlockHoundSelfTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void blockingCallOnNonBlockingThreadFails() {
        StepVerifier.create(waiting(Schedulers.parallel()))
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(BlockingOperationError.class))
                .verify(LIMIT);
    }

    @Test
    void blockingCallOnElasticThreadPasses() {
        StepVerifier.create(waiting(Schedulers.boundedElastic()))
                .expectNext(false)
                .expectComplete()
                .verify(LIMIT);
    }

    private static Mono<Boolean> waiting(Scheduler scheduler) {
        CountDownLatch never = new CountDownLatch(1);
        return Mono.fromCallable(() -> never.await(1, TimeUnit.MILLISECONDS)).subscribeOn(scheduler);
    }
}
