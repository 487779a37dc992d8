package io.github.reactiveraft.benchmarks.probe;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process with one client in it; started with the words of {@link #arguments}. */
public final class LoadMain extends ProbeMain {

    private static final Duration OPENING = Duration.ofSeconds(30);

    private final String system;
    private final ClientSpec client;
    private final Caller caller;
    /** Of the load that goes on while questions are answered, until the process ends. */
    private @Nullable Meter background;

    private LoadMain(Words arguments) throws Exception {
        this.system = arguments.text("system");
        this.client = new ClientSpec(
                List.of(arguments.text("addresses").split(",")), Math.toIntExact(arguments.number("inflight")));
        this.caller = system(system).connect(client);
    }

    /** Connects, answers questions, and ends when nobody can ask any more. */
    public static void main(String[] arguments) throws Exception {
        new LoadMain(Words.arguments(arguments)).answer();
    }

    /** What such a process is started with. */
    public static Words arguments(String system, ClientSpec client) {
        return Words.of("")
                .with("system", system)
                .with("addresses", String.join(",", client.addresses()))
                .with("inflight", client.inFlight());
    }

    private void answer() throws Exception {
        dialogue()
                .on("first", this::first)
                .on("load", question -> load(caller, question))
                .on("begin", this::begin)
                .on("watch", this::watch)
                .on("connect", this::connectMore)
                .on("done?", this::done);
        converse();
    }

    /** Waits until a command is done: the cluster works. */
    private Words first(Words question) throws InterruptedException {
        return first(caller, LoadSpec.of(question));
    }

    private Words first(Caller caller, LoadSpec spec) throws InterruptedException {
        Meter meter = new Meter();
        CompletableFuture<Long> done = meter.firstBegunAfter(System.nanoTime());
        Loop loop = loads(caller).loop(spec, meter);
        loop.start();
        try {
            return Words.of("first").with("at", awaited(done, spec.time()));
        } finally {
            loop.stop();
            loop.awaitEnd(spec.time());
        }
    }

    /** Has changes told that often, beside whatever else goes on, until the process ends. */
    private Words watch(Words question) {
        for (long i = 0; i < question.number("count"); i++) {
            caller.watch();
        }
        return Words.of("watching");
    }

    /** Connects more clients, of which each has done a command and then rests, until the process ends. */
    private Words connectMore(Words question) throws Exception {
        LoadSpec one = LoadSpec.closed(Mode.WRITE, Long.BYTES, 1, Duration.ZERO, OPENING);
        for (long i = 0; i < question.number("count"); i++) {
            first(system(system).connect(client), one);
        }
        return Words.of("connected");
    }

    /** Begins a load that goes on while other questions are answered. */
    private Words begin(Words question) {
        Meter meter = new Meter();
        loads(caller).loop(LoadSpec.of(question), meter).start();
        background = meter;
        return Words.of("begun");
    }

    /** When the first call of that load was done that began after an instant; both as the machine's monotonic clock tells. */
    private Words done(Words question) throws InterruptedException {
        Meter running = background;
        if (running == null) {
            throw new IllegalStateException("Nothing goes on in the background");
        }
        CompletableFuture<Long> done = running.firstBegunAfter(question.number("after"));
        return Words.of("done").with("at", awaited(done, Duration.ofMillis(question.number("patience"))));
    }

    private static long awaited(CompletableFuture<Long> done, Duration patience) throws InterruptedException {
        try {
            return done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("Nothing was done within " + patience, late);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
