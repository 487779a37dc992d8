package io.github.reactiveraft.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class GuardedTest {

    private static final IllegalStateException BROKEN = new IllegalStateException("broken");

    private final List<Object> told = new ArrayList<>();

    private Mono<Integer> guarded(Mono<Integer> source, Mono<Integer> instead) {
        return new Guarded<>(source, failure -> instead, () -> told.add("end"))
                .doOnNext(told::add)
                .doOnError(told::add);
    }

    @Test
    void endIsToldOnceAndBeforeTheValue() {
        StepVerifier.create(guarded(Mono.just(1), Mono.never())).expectNext(1).verifyComplete();

        assertThat(told).containsExactly("end", 1);
    }

    @Test
    void endIsToldIfThereIsNoValue() {
        StepVerifier.create(guarded(Mono.empty(), Mono.never())).verifyComplete();

        assertThat(told).containsExactly("end");
    }

    @Test
    void anotherTakesThePlaceOfWhatFailedAndTheEndIsThatOnes() {
        TestPublisher<Integer> instead = TestPublisher.create();
        StepVerifier.create(guarded(Mono.error(BROKEN), instead.mono()))
                .then(() -> assertThat(told).isEmpty())
                .then(() -> instead.emit(2))
                .expectNext(2)
                .verifyComplete();

        assertThat(told).containsExactly("end", 2);
    }

    @Test
    void nothingTakesThePlaceOfThatOne() {
        StepVerifier.create(guarded(Mono.error(new IllegalStateException("first")), Mono.error(BROKEN)))
                .verifyErrorMatches(failure -> failure == BROKEN);

        assertThat(told).containsExactly("end", BROKEN);
    }

    @Test
    void rescueThatThrowsIsTheFailure() {
        Mono<Integer> guarded = new Guarded<>(
                Mono.error(new IllegalStateException("first")),
                failure -> {
                    throw BROKEN;
                },
                () -> told.add("end"));

        StepVerifier.create(guarded).verifyErrorMatches(failure -> failure == BROKEN);
        assertThat(told).containsExactly("end");
    }

    @Test
    void whoeverCancelsLeavesNothingBehind() {
        TestPublisher<Integer> first = TestPublisher.create();
        TestPublisher<Integer> instead = TestPublisher.create();
        StepVerifier.create(guarded(first.mono(), instead.mono()))
                .then(() -> first.error(BROKEN))
                .thenCancel()
                .verify();

        instead.assertCancelled();
        assertThat(told).containsExactly("end");
    }

    @Test
    void whatFailsAfterItWasCancelledIsNotReplaced() {
        TestPublisher<Integer> instead = TestPublisher.create();
        TestPublisher<Integer> first = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);

        guarded(first.mono(), instead.mono())
                .subscribe(told::add, failure -> {})
                .dispose();
        first.error(BROKEN);

        instead.assertWasNotSubscribed();
        assertThat(told).as("as after any operator, but without a second end").containsExactly("end", BROKEN);
    }

    @Test
    void whatWasAskedForBeforeTheReplacementIsAskedOfItToo() {
        TestPublisher<Integer> first = TestPublisher.create();
        TestPublisher<Integer> instead = TestPublisher.create();

        StepVerifier.create(guarded(first.mono(), instead.mono()), 0)
                .expectSubscription()
                .then(() -> first.error(BROKEN))
                .then(() -> instead.assertWasNotRequested())
                .thenRequest(1)
                .then(() -> instead.emit(3))
                .expectNext(3)
                .verifyComplete();
    }
}
