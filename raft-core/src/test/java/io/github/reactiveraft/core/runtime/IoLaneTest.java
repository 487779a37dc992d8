package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class IoLaneTest {

    private final Scheduler thread = Schedulers.newSingle(task -> {
        Thread io = new Thread(task, "io");
        io.setDaemon(true);
        return io;
    });
    private final IoLane lane = new IoLane(thread);

    @AfterEach
    void endThread() {
        thread.dispose();
    }

    @Test
    void cancelGivesUpTheAnswerButNeverInterruptsTheWork() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> wasInterrupted = new CompletableFuture<>();
        List<String> answers = new ArrayList<>();
        Disposable asked = lane.call(() -> {
                    started.countDown();
                    wasInterrupted.complete(isInterruptedUntil(release));
                    return "answer";
                })
                .subscribe(answers::add);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        asked.dispose();
        release.countDown();

        assertThat(wasInterrupted.get(10, TimeUnit.SECONDS)).isFalse();
        StepVerifier.create(lane.call(() -> "next")).expectNext("next").verifyComplete();
        assertThat(answers).isEmpty();
    }

    @Test
    void workThatWasGivenUpBeforeItBeganIsStillDone() {
        HandLane hand = new HandLane();
        List<String> done = new ArrayList<>();

        Disposable asked = new IoLane(hand).call(() -> done.add("work")).subscribe();
        asked.dispose();
        hand.runAll();

        assertThat(done).containsExactly("work");
    }

    @Test
    void nothingIsDoneBeforeTheSubscriptionAndOnceForEach() {
        HandLane hand = new HandLane();
        List<String> done = new ArrayList<>();
        Mono<Boolean> work = new IoLane(hand).call(() -> done.add("work"));

        int before = hand.waitingCount();
        work.subscribe();
        work.subscribe();
        hand.runAll();

        assertThat(before).isZero();
        assertThat(done).hasSize(2);
    }

    @Test
    void failureOfAnyKindIsTheAnswer() {
        StepVerifier.create(lane.call(() -> {
                    throw new IllegalArgumentException("no");
                }))
                .verifyErrorMessage("no");
        StepVerifier.create(lane.call(() -> {
                    throw new AssertionError("never");
                }))
                .verifyErrorMessage("never");
    }

    @Test
    void endedLaneIsAFailureToo() {
        thread.dispose();

        StepVerifier.create(lane.call(() -> "late")).verifyError(RejectedExecutionException.class);
    }

    private static boolean isInterruptedUntil(CountDownLatch release) {
        try {
            release.await();
            return Thread.interrupted();
        } catch (InterruptedException interrupted) {
            return true;
        }
    }
}
