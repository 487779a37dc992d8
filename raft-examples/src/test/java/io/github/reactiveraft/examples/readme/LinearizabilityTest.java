package io.github.reactiveraft.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.CounterStateMachine;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.RaftClusters;
import io.github.reactiveraft.test.Seeds;
import io.github.reactiveraft.test.history.CounterInput;
import io.github.reactiveraft.test.history.CounterModel;
import io.github.reactiveraft.test.history.History;
import io.github.reactiveraft.test.history.LinearizabilityChecker;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

// snippet: linearizability
class LinearizabilityTest {

    private final History<CounterInput, Long> history = new History<>();

    @Seeds(5)
    void counterIsLinearizableWhateverHappens(RaftClusters clusters) {
        RaftCluster<Long, CounterQuery, CounterResult> cluster = clusters.simulated(CounterStateMachine::new);
        Flux<Void> clients = Flux.range(1, 4).flatMap(number -> client(cluster, number));

        StepVerifier.create(cluster.drive(clients.takeUntilOther(cluster.chaos(Duration.ofSeconds(20)))))
                .verifyComplete();
        StepVerifier.create(cluster.awaitConverged()).verifyComplete();

        assertThat(new LinearizabilityChecker<>(new CounterModel()).check(history.operations()))
                .matches(verdict -> verdict.isLinearizable());
    }

    private Flux<Void> client(RaftCluster<Long, CounterQuery, CounterResult> cluster, long number) {
        Mono<Void> add = recorded(cluster, "c" + number, new CounterInput.Add(number), () -> cluster.submit(number));
        Mono<Void> read =
                recorded(cluster, "c" + number, new CounterInput.Read(), () -> cluster.read(CounterQuery.VALUE));
        return Mono.delay(Duration.ofMillis(100), cluster.scheduler())
                .then(add)
                .then(read)
                .repeat();
    }

    private Mono<Void> recorded(
            RaftCluster<Long, CounterQuery, CounterResult> cluster,
            String client,
            CounterInput input,
            Supplier<Mono<CounterResult>> operation) {
        return Mono.defer(() -> {
            int handle = history.invoke(client, "counter", input, now(cluster));
            return operation
                    .get()
                    .doOnNext(result -> history.complete(handle, ((CounterResult.Value) result).value(), now(cluster)))
                    .onErrorResume(RaftException.class, failure -> {
                        if (failure.isDefinitelyNotDone()) {
                            history.neverHappened(handle);
                        } else {
                            history.lost(handle);
                        }
                        return Mono.empty();
                    })
                    .then();
        });
    }

    private static long now(RaftCluster<?, ?, ?> cluster) {
        return cluster.elapsed().toNanos();
    }
}
// end
