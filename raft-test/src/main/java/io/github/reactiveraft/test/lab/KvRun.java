package io.github.reactiveraft.test.lab;

import static io.github.reactiveraft.test.lab.LabCluster.ELECTION;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The run that most scenarios of the key-value lab consist of: three rounds of load, and what must hold after each. */
final class KvRun {

    private static final int ROUND_COUNT = 3;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration FIRST_SPLIT = Duration.ofSeconds(1);
    /** For what was begun when the round ended. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(20);

    private final LabCluster lab;
    private final KvLab kv;
    private final KvLoad load;
    private final boolean hasSnapshots;
    private final List<KvWorker> workers = new ArrayList<>();
    private boolean isOpen;
    private int runningCount;

    KvRun(LabCluster lab, KvLoad load, boolean hasSnapshots) {
        this.lab = lab;
        this.kv = new KvLab(lab);
        this.load = load;
        this.hasSnapshots = hasSnapshots;
        for (int number = 0; number < load.clientCount(); number++) {
            workers.add(new KvWorker(lab, kv.client(), number, load));
        }
    }

    void run() {
        for (int round = 0; round < ROUND_COUNT; round++) {
            start();
            disturb();
            isOpen = false;
            if (load.isSplit()) {
                kv.heal();
                lab.sleep(ELECTION);
            }
            if (load.isCrashed()) {
                crashAll();
            }
            Expect.that(
                    lab.cluster().runUntil(() -> runningCount == 0, LAST_ANSWERS),
                    () -> runningCount + " clients got no answer within " + LAST_ANSWERS + lab.states());
            workers.forEach(this::look);
        }
        kv.requireLinearizable();
        if (hasSnapshots) {
            kv.requireShortLogs();
        }
    }

    private void start() {
        isOpen = true;
        runningCount = workers.size();
        workers.forEach(worker ->
                worker.run(() -> isOpen).subscribe(none -> {}, lab.cluster().simulation()::fail, () -> runningCount--));
    }

    private void disturb() {
        if (!load.isSplit()) {
            lab.sleep(ROUND);
            return;
        }
        Duration left = ROUND.minus(FIRST_SPLIT);
        lab.sleep(FIRST_SPLIT);
        while (!left.isZero()) {
            kv.splitAnyhow();
            Duration pause =
                    Duration.ofMillis(Math.min(left.toMillis(), lab.random().nextLong(1_000, 1_200)));
            lab.sleep(pause);
            left = left.minus(pause);
        }
    }

    private void crashAll() {
        IntStream.range(0, lab.size()).forEach(lab.cluster()::crash);
        lab.sleep(ELECTION);
        lab.cluster().startAll();
    }

    private void look(KvWorker worker) {
        String value = lab.run(worker.client().get(worker.key()));
        if (load.isShared()) {
            KvTokens.requireOnceAndInOrder(value);
        } else {
            worker.requireBuilt(value);
        }
    }
}
