package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.ResultLost;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.session.Submission;
import io.github.reactiveraft.core.replicated.Applied;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SubmissionTest {

    private final RaftException notDone = new Unavailable("try again");
    private final RaftException unknown = new OutcomeUnknown("perhaps", null);

    private final List<CommandWaiter<Long>> attempts = new CopyOnWriteArrayList<>();
    private final Mono<Long> command = Submission.once(this::attempt);
    private final List<Object> heard = new ArrayList<>();

    @Test
    void nothingIsTriedBeforeTheSubscription() {
        assertThat(attempts).isEmpty();
    }

    @Test
    void successIsRepeatedNotDoneAgain() {
        subscribe();
        last().taken();
        last().applied(1, Applied.executed(5L, List.of()));

        StepVerifier.create(command.repeat(2)).expectNext(5L, 5L, 5L).verifyComplete();

        assertThat(attempts).hasSize(1);
        assertThat(heard).containsExactly(5L);
    }

    @Test
    void unknownOutcomeIsRepeatedNotTriedAgain() {
        subscribe();
        last().taken();
        last().failed(unknown);

        StepVerifier.create(command.retry(3)).verifyErrorMatches(failure -> failure == unknown);

        assertThat(attempts).hasSize(1);
    }

    @Test
    void definitelyNotDoneIsTriedAnew() {
        subscribe();
        last().taken();
        last().failed(notDone);
        subscribe();
        last().taken();
        last().applied(1, Applied.executed(7L, List.of()));

        assertThat(attempts).hasSize(2).doesNotHaveDuplicates();
        assertThat(heard).containsExactly(notDone, 7L);
    }

    @Test
    void attemptThatCannotEvenBeginIsTriedAnew() {
        AtomicReference<RaftException> obstacle = new AtomicReference<>(notDone);
        Mono<Long> blocked = Submission.once(submission -> {
            RaftException cause = obstacle.get();
            if (cause != null) {
                throw cause;
            }
            return Mono.just(3L);
        });

        StepVerifier.create(blocked).verifyErrorMatches(failure -> failure == notDone);
        obstacle.set(new Overloaded("full"));
        StepVerifier.create(blocked).verifyError(Overloaded.class);
        obstacle.set(null);
        StepVerifier.create(blocked).expectNext(3L).verifyComplete();
    }

    @Test
    void concurrentSubscribersShareOneAttempt() {
        subscribe();
        subscribe();
        last().taken();
        subscribe();
        last().applied(1, Applied.executed(9L, List.of()));

        assertThat(attempts).hasSize(1);
        assertThat(heard).containsExactly(9L, 9L, 9L);
    }

    @Test
    void cancelBeforeItWasTakenWithdrawsIt() {
        Disposable waiting = subscribe();
        CommandWaiter<Long> first = last();

        waiting.dispose();
        boolean isTaken = first.taken();
        subscribe();
        last().taken();
        last().applied(1, Applied.executed(1L, List.of()));

        assertThat(isTaken).isFalse();
        assertThat(attempts).hasSize(2);
        assertThat(heard).containsExactly(1L);
    }

    @Test
    void cancelOfOneOfTwoWithdrawsNothing() {
        Disposable one = subscribe();
        subscribe();

        one.dispose();
        one.dispose();
        boolean isTaken = last().taken();
        last().applied(1, Applied.executed(2L, List.of()));

        assertThat(isTaken).isTrue();
        assertThat(heard).containsExactly(2L);
    }

    @Test
    void cancelAfterItWasTakenWithdrawsNothing() {
        Disposable waiting = subscribe();
        last().taken();

        waiting.dispose();
        last().applied(1, Applied.executed(4L, List.of()));

        StepVerifier.create(command).expectNext(4L).verifyComplete();
        assertThat(attempts).hasSize(1);
    }

    @Test
    void whatWasTakenStaysTaken() {
        subscribe();

        assertThat(last().taken()).isTrue();
        assertThat(last().taken()).as("when it is sent again").isTrue();
    }

    @Test
    void nullOfTheStateMachineIsNoReasonToDoTheCommandAgain() {
        subscribe();
        last().taken();

        last().applied(1, Applied.executed(null, List.of()));
        subscribe();

        assertThat(attempts).hasSize(1);
        assertThat(heard).hasSize(2).allSatisfy(answer -> assertThat(answer).isInstanceOf(ResultLost.class));
    }

    /** Reactive Streams §1.9; else whoever retries at once would be given the wrong subscription to ask of. */
    @Test
    void whoComesWhileItEndsIsSubscribedBeforeItIsTold() {
        subscribe();
        last().taken();

        command.subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                last().failed(unknown);
                heard.add("subscribed");
            }

            @Override
            protected void hookOnError(Throwable failure) {
                heard.add("told");
            }
        });

        assertThat(heard).containsExactly(unknown, "subscribed", "told");
    }

    /** Who comes while the last one leaves must not wait for an attempt that was withdrawn. */
    @Test
    void everySubscriberIsAnsweredEvenIfTheLastOneLeavesAtTheSameMoment() throws InterruptedException {
        int rounds = 2_000;
        AtomicReference<Disposable> leaving = new AtomicReference<>(Disposables.disposed());
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        Thread other = new Thread(() -> {
            for (int round = 1; round <= rounds; round++) {
                spinUntil(begun, round);
                Objects.requireNonNull(leaving.get()).dispose();
                left.set(round);
            }
        });
        other.setDaemon(true);
        other.start();

        for (int round = 1; round <= rounds; round++) {
            attempts.clear();
            heard.clear();
            Mono<Long> shared = Submission.once(this::attempt);
            leaving.set(shared.subscribe());
            begun.set(round);
            shared.subscribe(heard::add);
            spinUntil(left, round);
            attempts.stream()
                    .filter(CommandWaiter::taken)
                    .forEach(attempt -> attempt.applied(1, Applied.executed(1L, List.of())));
            assertThat(heard).as("round %s", round).containsExactly(1L);
        }
        other.join(10_000);
    }

    private Mono<Long> attempt(Submission<Long> submission) {
        return Mono.create(sink -> attempts.add(new CommandWaiter<>(submission::taken, sink)));
    }

    private Disposable subscribe() {
        return command.subscribe(heard::add, heard::add);
    }

    private CommandWaiter<Long> last() {
        return attempts.get(attempts.size() - 1);
    }

    private static void spinUntil(AtomicInteger counter, int value) {
        while (counter.get() < value) {
            Thread.onSpinWait();
        }
    }
}
