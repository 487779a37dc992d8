package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.examples.members.FreshDirectory;
import io.github.reactiveraft.examples.members.Member;
import io.github.reactiveraft.examples.members.Nodes;
import io.github.reactiveraft.examples.members.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Three nodes in this process, and a person at the keyboard. Exit codes: 0 the input ended or said quit, 2 it could not
 * start.
 */
@Command(
        name = "kv",
        sortOptions = false,
        description =
                "A replicated key-value store to try: three nodes in this process, which talk over TCP on the loopback"
                        + " interface, and one command a line on standard input: " + Line.USAGE)
public final class KvApp implements Callable<Integer> {

    private static final int CANNOT_START = 2;
    private static final int NODE_COUNT = 3;
    private static final int LARGEST_PORT = 64_000;
    private static final Duration ELECTING = Duration.ofSeconds(30);

    private final BufferedReader in;
    private final Disposable.Composite watches = Disposables.composite();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep the nodes' data, to find it again next time (default: a new directory).")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "20000",
            description = "The nodes take the free ports after it (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Say this.")
    @SuppressWarnings("unused") // The parser acts on it by itself.
    private boolean isHelpWanted;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private KvApp(BufferedReader in) {
        this.in = in;
    }

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(commandLine(in).execute(arguments));
    }

    static CommandLine commandLine(BufferedReader in) {
        return new CommandLine(new KvApp(in));
    }

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > LARGEST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port takes 0 to " + LARGEST_PORT + ", but is " + port);
        }
        try {
            Path directory = data == null ? FreshDirectory.startingWith("kv-") : data;
            List<Member> members = Member.onLoopback("kv", NODE_COUNT, port, directory);
            Nodes<KvCommand, KvQuery, KvOutput> nodes = Objects.requireNonNull(
                    Nodes.start(members, KvStateMachine::new).block());
            converse(nodes, directory);
            return 0;
        } catch (RaftException.Fatal | StartFailure failure) {
            spec.commandLine().getErr().println(failure.getMessage());
            return CANNOT_START;
        }
    }

    private void converse(Nodes<KvCommand, KvQuery, KvOutput> nodes, Path directory) throws IOException {
        Scheduler watching = Schedulers.newSingle("watch", true);
        try {
            awaitLeader(nodes.first());
            out().println(NODE_COUNT + " nodes keep their data in " + directory + "; " + Line.USAGE);
            Shell shell = new Shell(nodes.first());
            boolean isOver = false;
            while (!isOver) {
                String text = in.readLine();
                isOver = text == null || isLast(text, shell, watching);
            }
        } finally {
            watches.dispose();
            watching.dispose();
            nodes.close().block();
        }
    }

    private static void awaitLeader(RaftNode<KvCommand, KvQuery, KvOutput> node) {
        node.leaders()
                .takeUntil(change -> change.leader().isPresent())
                .then()
                .timeout(ELECTING)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new StartFailure("No leader after " + ELECTING.toSeconds() + " s: start again", late))
                .block();
    }

    private boolean isLast(String text, Shell shell, Scheduler watching) {
        if (text.isBlank()) {
            return false;
        }
        try {
            Line line = Line.parse(text);
            if (line instanceof Line.Watch) {
                // Off the node's loop, which a terminal would hold up.
                watches.add(shell.answer(line).publishOn(watching).subscribe(change -> out().println("* " + change)));
            } else {
                Objects.requireNonNull(shell.answer(line).collectList().block()).forEach(out()::println);
            }
            return line instanceof Line.Quit;
        } catch (IllegalArgumentException wrong) {
            out().println(wrong.getMessage());
            return false;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
