package io.github.reactiveraft.examples.counter.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** Kills processes under load and says what became of the adds. */
final class KillRun {

    /** What the README promises on default settings: an election of at most a second, and a second one if votes split. */
    static final Duration LONGEST_GAP = Duration.ofSeconds(3);

    private static final int ADDS_BETWEEN = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Consumer<String> progress;
    private final List<Kill> kills = new ArrayList<>();

    KillRun(Path directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * One kill and what followed.
     *
     * @param number counted from 1
     * @param victim what was killed
     * @param gap from the kill to the next acknowledged add that was sent after it
     * @param acknowledgedCount acknowledged adds so far
     * @param unknownCount adds of unknown outcome so far
     */
    record Kill(int number, String victim, Duration gap, long acknowledgedCount, long unknownCount) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%4d  %-6s  %8d ms  %12d  %7d",
                    number,
                    victim,
                    gap.toMillis(),
                    acknowledgedCount,
                    unknownCount);
        }
    }

    /**
     * How it ended.
     *
     * @param kills one by one
     * @param acknowledgedCount all acknowledged adds
     * @param unknownCount all adds of unknown outcome
     * @param value what the counter stood at in the end
     * @param violations what must not be, empty if all is well
     */
    record Outcome(List<Kill> kills, long acknowledgedCount, long unknownCount, long value, List<String> violations) {}

    /** Kills the leader so many times, each time restarting it before the next. */
    Outcome killLeaders(int count) {
        return run(count, cluster -> {
            int leader = cluster.awaitLeader();
            cluster.kill(leader);
            return List.of(leader);
        });
    }

    /** Kills all nodes at once so many times. */
    Outcome killAll(int count) {
        return run(count, cluster -> {
            cluster.killAll();
            return List.of(0, 1, 2);
        });
    }

    private interface Deed {
        List<Integer> kill(CounterCluster cluster);
    }

    private Outcome run(int count, Deed deed) {
        try (CounterCluster cluster = new CounterCluster(directory)) {
            cluster.awaitWhole();
            Books books;
            try (AddingClient client = new AddingClient(cluster)) {
                books = client.books();
                for (int number = 1; number <= count; number++) {
                    client.awaitAcknowledged(ADDS_BETWEEN);
                    killOnce(number, deed, cluster, client);
                }
                client.awaitAcknowledged(ADDS_BETWEEN);
            }
            return outcome(books, finalValue(cluster));
        }
    }

    private void killOnce(int number, Deed deed, CounterCluster cluster, AddingClient client) {
        long before = System.nanoTime();
        List<Integer> victims = deed.kill(cluster);
        boolean isMajorityLeft = victims.size() == 1;
        long restarted = System.nanoTime();
        if (!isMajorityLeft) {
            victims.forEach(cluster::restart);
        }
        long acknowledged = client.awaitNextAcknowledged();
        if (isMajorityLeft) {
            victims.forEach(cluster::restart);
        }
        Duration gap = Duration.ofNanos(acknowledged - (isMajorityLeft ? before : restarted));
        String names = isMajorityLeft ? "n" + (victims.get(0) + 1) : "all";
        Kill kill = new Kill(
                number,
                names,
                gap,
                client.books().acknowledgedCount(),
                client.books().unknownCount());
        kills.add(kill);
        progress.accept(kill.toString());
        cluster.awaitWhole();
    }

    private static long finalValue(CounterCluster cluster) {
        Long value = Flux.range(0, CounterCluster.NODE_COUNT)
                .concatMap(node -> cluster.client(node).value())
                .next()
                .repeatWhenEmpty(rounds -> rounds.delayElements(Duration.ofMillis(50)))
                .block(PATIENCE);
        return Objects.requireNonNull(value, "value");
    }

    private Outcome outcome(Books books, long value) {
        books.check("final value " + value, value);
        return new Outcome(
                List.copyOf(kills), books.acknowledgedCount(), books.unknownCount(), value, books.violations());
    }
}
