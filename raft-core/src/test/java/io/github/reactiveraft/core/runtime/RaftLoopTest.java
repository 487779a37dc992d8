package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.RaftCore;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class RaftLoopTest {

    private final LabLoop lab = new LabLoop();
    private final List<String> done = new ArrayList<>();

    @Test
    void tasksOfManyThreadsRunOneAtATimeInTheOrderOfEachThread() throws InterruptedException {
        int threads = 8;
        int tasks = 5_000;
        Scheduler lane = Schedulers.newSingle("loop", true);
        RaftLoop loop = loopOn(lane);
        int[][] seen = new int[threads][1];
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger disorder = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads * tasks);
        CountDownLatch go = new CountDownLatch(1);

        for (int t = 0; t < threads; t++) {
            int[] last = seen[t];
            Thread producer = new Thread(() -> {
                awaitUnchecked(go);
                for (int i = 1; i <= tasks; i++) {
                    int number = i;
                    loop.execute(() -> {
                        if (inside.incrementAndGet() != 1 || ++last[0] != number) {
                            disorder.incrementAndGet();
                        }
                        inside.decrementAndGet();
                        all.countDown();
                    });
                }
            });
            producer.setDaemon(true);
            producer.start();
        }
        go.countDown();

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(disorder).hasValue(0);
        lane.dispose();
    }

    @Test
    void oneTripThroughTheLaneRunsWhatHasQueuedAndWhatThatQueues() {
        lab.loop.execute(() -> {
            done.add("a");
            lab.loop.execute(() -> done.add("c"));
        });
        lab.loop.execute(() -> done.add("b"));

        assertThat(lab.lane.waitingCount()).isEqualTo(1);
        lab.lane.runNext();

        assertThat(done).containsExactly("a", "b", "c");
        assertThat(lab.lane.waitingCount()).isZero();
    }

    @Test
    void longBurstLetsOtherWorkOfTheLaneThrough() {
        for (int i = 0; i < 600; i++) {
            lab.loop.execute(() -> done.add("task"));
        }
        lab.lane.schedule(() -> done.add("timer"));

        lab.lane.runAll();

        assertThat(done).hasSize(601);
        assertThat(done.indexOf("timer")).isEqualTo(256);
    }

    @Test
    void everyBurstIsFollowedByItsEpilogueAndTasksOfThatAreNotForgotten() {
        int[] bursts = {0};
        lab.afterBurst(() -> {
            if (++bursts[0] < 3) {
                lab.loop.execute(() -> done.add("from the epilogue"));
            }
        });

        lab.loop.execute(() -> done.add("task"));
        lab.lane.runAll();

        assertThat(done).containsExactly("task", "from the epilogue", "from the epilogue");
        assertThat(bursts[0]).isEqualTo(3);
    }

    @Test
    void failingTaskIsReportedAndTheOthersGoOn() {
        RuntimeException bug = new IllegalStateException("bug");
        StackOverflowError deep = new StackOverflowError("deep");
        NoClassDefFoundError missing = new NoClassDefFoundError("missing");

        lab.loop.execute(HookedStorage.failing(bug));
        lab.loop.execute(HookedStorage.failing(deep));
        lab.loop.execute(HookedStorage.failing(missing));
        lab.loop.execute(() -> done.add("next"));
        lab.lane.runAll();
        lab.loop.execute(() -> done.add("later"));
        lab.lane.runAll();

        assertThat(lab.failures).containsExactly(bug, deep, missing);
        assertThat(done).containsExactly("next", "later");
    }

    @Test
    void eventEmittedDuringAStepIsTheNextStepNotANestedOne() {
        List<Event> steps = new ArrayList<>();
        RaftLoop[] loop = {null};
        Event second = new ElectionTimeout(77);
        StepObserver observer = new StepObserver() {
            @Override
            public void onStep(Event event, List<Effect> effects, RaftView view) {
                steps.add(event);
                if (steps.size() == 1) {
                    loop[0].emit(second);
                    assertThat(steps).hasSize(1);
                }
            }
        };
        HandLane lane = new HandLane();
        loop[0] = new RaftLoop(core(), lane, observer);
        loop[0].connect(lab, () -> {}, lab.failures::add);

        loop[0].emit(new ElectionTimeout(1));
        lane.runAll();

        assertThat(steps).containsExactly(new ElectionTimeout(1), second);
        assertThat(lab.failures).isEmpty();
    }

    @Test
    void nestedStepAndStepBeforeTheStartAreBugs() {
        RaftLoop[] loop = {null};
        StepObserver observer = new StepObserver() {
            @Override
            public void onStep(Event event, List<Effect> effects, RaftView view) {
                loop[0].step(new ElectionTimeout(2));
            }
        };
        HandLane lane = new HandLane();
        loop[0] = new RaftLoop(core(), lane, observer);

        assertThatThrownBy(() -> loop[0].step(new ElectionTimeout(1))).isInstanceOf(IllegalStateException.class);
        loop[0].connect(lab, () -> {}, lab.failures::add);
        loop[0].emit(new ElectionTimeout(1));
        lane.runAll();

        assertThat(lab.failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void viewShowsTheStepBeforeItsEffectsAreCarriedOut() {
        List<Long> epochs = new ArrayList<>();
        HandLane lane = new HandLane();
        RaftLoop[] loop = {null};
        StepObserver observer = new StepObserver() {
            @Override
            public void onStep(Event event, List<Effect> effects, RaftView view) {
                assertThat(loop[0].view()).isSameAs(view);
                epochs.add(view.epoch());
            }
        };
        loop[0] = new RaftLoop(core(), lane, observer);
        loop[0].connect(lab, () -> {}, lab.failures::add);

        loop[0].emit(new ElectionTimeout(1));
        lane.runAll();

        assertThat(epochs).containsExactly(2L);
        assertThat(lab.failures).isEmpty();
    }

    @Test
    void errorOfAFlowOrOfItsConsumerFailsTheNode() {
        RuntimeException broken = HookedStorage.broken("disk");

        lab.loop.follow(Flux.error(broken), ignored -> {});
        lab.loop.follow(Flux.just(1), ignored -> {
            throw new IllegalStateException("consumer");
        });
        lab.lane.runAll();

        assertThat(lab.failures).hasSize(2).first().isSameAs(broken);
        assertThat(lab.failures.get(1)).hasMessage("consumer");
    }

    @Test
    void closeEndsFlowsButNotWhatMustRunToItsEnd() {
        Sinks.Many<Integer> flow = Sinks.many().multicast().directBestEffort();
        Sinks.Many<Integer> end = Sinks.many().multicast().directBestEffort();
        lab.loop.follow(flow.asFlux(), ignored -> {});
        lab.loop.finish(end.asFlux());

        lab.loop.close();

        assertThat(flow.currentSubscriberCount()).isZero();
        assertThat(end.currentSubscriberCount()).isEqualTo(1);
    }

    @Test
    void whatComesAfterTheLaneHasEndedIsStillCarriedOut() {
        lab.loop.close();
        lab.lane.end();

        for (int i = 0; i < 1_000; i++) {
            lab.loop.execute(() -> done.add("late"));
        }

        assertThat(done).hasSize(1_000);
    }

    @Test
    void laneThatEndsUnderItIsAFailureAndNothingIsForgotten() {
        lab.lane.end();

        lab.loop.execute(() -> done.add("late"));

        assertThat(lab.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("close a node before its transport"));
        assertThat(done).containsExactly("late");
    }

    @Test
    void roleOfTheCoreIsSeenFromOutside() {
        lab.lead();

        assertThat(lab.view().role()).isEqualTo(Role.LEADER);
        lab.follow();
        assertThat(lab.view().leader()).isEqualTo(N2);
    }

    private RaftLoop loopOn(Scheduler lane) {
        RaftLoop loop = new RaftLoop(core(), lane, StepObserver.NONE);
        loop.connect(lab, () -> {}, lab.failures::add);
        return loop;
    }

    private static RaftCore core() {
        return new RaftCore(
                Words.N1,
                new Recovered(
                        Incarnation.of(1), HardState.INITIAL, List.of(), 0, 0, Words.members(Words.N1, N2, Words.N3)));
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
