package io.github.reactiveraft.benchmarks.probe;

import com.sun.management.OperatingSystemMXBean;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What members and clients have in common: a dialogue over standard input and output, and an end when that ends. */
abstract sealed class ProbeMain permits MemberMain, LoadMain {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LAST_WORDS_IN_SECONDS = 5;

    private final ScheduledThreadPoolExecutor pauses =
            new ScheduledThreadPoolExecutor(1, task -> daemon(task, "pauses"));
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Dialogue dialogue;

    ProbeMain() {
        // Whatever else a system prints, it is no answer.
        PrintStream answers = System.out;
        System.setOut(System.err);
        this.dialogue = new Dialogue(answers, System.err);
    }

    /** Says that it is ready, answers, and ends the process. */
    final void converse() throws IOException {
        dialogue.say("ready");
        dialogue.run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        Thread watch = daemon(ProbeMain::haltLater, "halt");
        watch.start();
        System.exit(0);
    }

    /** Some systems do not let go of their threads, or wait for members that are gone. */
    private static void haltLater() {
        try {
            new CountDownLatch(1).await(LAST_WORDS_IN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    final Dialogue dialogue() {
        return dialogue;
    }

    final LoadRun loads(Caller caller) {
        return new LoadRun(caller, System::nanoTime, system::getProcessCpuTime, pauses, PATIENCE);
    }

    /** Puts a load on a system and answers with what came of it; says meanwhile when it is measured. */
    final Words load(Caller caller, Words question) throws InterruptedException {
        return loads(caller)
                .run(LoadSpec.of(question), new LoadRun.Phases() {
                    @Override
                    public void begun() {
                        dialogue.say("begun");
                    }

                    @Override
                    public void ended() {
                        dialogue.say("ended");
                    }

                    @Override
                    public void failure(Throwable cause) {
                        System.err.println("Some calls failed, the first one with:");
                        cause.printStackTrace();
                    }
                })
                .words();
    }

    /** Bytes that are really in use. */
    final Words heap() {
        System.gc();
        return Words.of("heap")
                .with(
                        "used",
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    static MeasuredSystem system(String name) {
        return ServiceLoader.load(MeasuredSystem.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No system " + name + " on the class path"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
