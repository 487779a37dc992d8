package io.github.reactiveraft.examples.counter.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.counter.process.CounterClient.Added;
import io.github.reactiveraft.examples.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

@Tag("process")
class CounterProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void nothingAcknowledgedIsLostOrCountedTwiceWhenLeadersAreKilled() throws Exception {
        KillRun.Outcome outcome = new KillRun(directory, line -> {}).killLeaders(3);

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.value())
                .isBetween(outcome.acknowledgedCount(), outcome.acknowledgedCount() + outcome.unknownCount());
        assertThat(snapshots("n1")).isNotEmpty();
        assertThat(outcome.kills()).hasSize(3).allSatisfy(kill -> assertThat(kill.gap())
                .isLessThanOrEqualTo(KillRun.LONGEST_GAP));
    }

    private List<Path> snapshots(String node) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(node).resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".snap")).toList();
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenAllAreKilledAtOnce() throws Exception {
        KillRun.Outcome outcome = new KillRun(directory, line -> {}).killAll(2);

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.acknowledgedCount()).isGreaterThanOrEqualTo(300);
    }

    @Test
    void stoppedNodesEndCleanlyAndGoOnWhereTheyWere() throws Exception {
        try (CounterCluster cluster = new CounterCluster(directory)) {
            cluster.awaitWhole();
            assertThat(cluster.client(0).add(42).block()).isInstanceOf(Added.Acknowledged.class);

            for (int node = 0; node < CounterCluster.NODE_COUNT; node++) {
                long before = System.nanoTime();
                cluster.process(node).terminate();
                assertThat(cluster.process(node).exitCode()).isEqualTo(143);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
                assertThat(cluster.process(node).errLines()).isEmpty();
            }
            for (int node = 0; node < CounterCluster.NODE_COUNT; node++) {
                cluster.restart(node);
            }

            cluster.awaitWhole();
            assertThat(cluster.client(2).value().block()).isEqualTo(42);
        }
    }

    @Test
    void directoryOfARunningProcessAndItsPortAreRefusedInOneLine() {
        try (CounterCluster cluster = new CounterCluster(directory)) {
            cluster.awaitWhole();

            try (JavaProcess second = CounterJar.start(directory.resolve("second"), cluster.arguments(0))) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.errLines())
                        .singleElement()
                        .asString()
                        .contains(directory.resolve("n1").resolve("data").toString());
            }
            List<String> elsewhere = new ArrayList<>(cluster.arguments(0));
            elsewhere.set(elsewhere.size() - 1, directory.resolve("elsewhere").toString());
            try (JavaProcess third = CounterJar.start(directory.resolve("third"), elsewhere)) {
                assertThat(third.exitCode()).isEqualTo(2);
                assertThat(third.errLines()).singleElement().asString().contains("in use");
            }
        }
    }

    @Test
    void manyClientsAreServedFromAQuarterOfAGigabyte() throws Exception {
        int clientCount = 32;
        int addCount = 60;
        ExecutorService clients = Executors.newFixedThreadPool(clientCount);
        try (CounterCluster cluster = new CounterCluster(directory)) {
            cluster.awaitWhole();
            List<Future<Books>> all = new ArrayList<>();
            for (int i = 0; i < clientCount; i++) {
                CounterClient client = cluster.client(i % CounterCluster.NODE_COUNT);
                all.add(clients.submit(() -> added(client, addCount)));
            }
            long acknowledgedCount = 0;
            long unknownCount = 0;
            for (Future<Books> each : all) {
                acknowledgedCount += each.get().acknowledgedCount();
                unknownCount += each.get().unknownCount();
            }

            assertThat(acknowledgedCount).isGreaterThan(9L * clientCount * addCount / 10);
            assertThat(cluster.client(0).value().blockOptional().orElseThrow())
                    .isBetween(acknowledgedCount, acknowledgedCount + unknownCount);
            for (int node = 0; node < CounterCluster.NODE_COUNT; node++) {
                assertThat(cluster.process(node).isAlive()).isTrue();
                assertThat(cluster.process(node).errLines()).isEmpty();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static Books added(CounterClient client, int count) {
        Books books = new Books();
        for (int i = 0; i < count; i++) {
            books.enter(client.add(1).blockOptional().orElseThrow());
        }
        return books;
    }

    @Test
    void demoIsOneCommand() throws Exception {
        try (CounterDemo demo = CounterDemo.start(directory)) {
            CounterClient client = new CounterClient(demo.port());
            Mono<Added> firstDone = client.add(1)
                    .filter(added -> !(added instanceof Added.NotDone))
                    .repeatWhenEmpty(rounds -> rounds.delayElements(Duration.ofMillis(50)));

            assertThat(firstDone.block(PATIENCE)).isInstanceOf(Added.Acknowledged.class);
            assertThat(client.value().block()).isEqualTo(1);
            assertThat(client.cluster().block()).hasSize(3);
            demo.process().terminate();
            assertThat(demo.process().exitCode()).isEqualTo(143);
            assertThat(demo.process().errLines()).isEmpty();
        }
    }
}
