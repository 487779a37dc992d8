package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.core.storage.RaftStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "reopen", hidden = true, description = "Opens a log and says how long that took.")
final class ReopenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(description = "The log's directory.")
    private Path directory = Path.of("");

    /** Tells the milliseconds and the last index, as {@link RestartRun} reads them. */
    @Override
    public Integer call() {
        LogStorage log = RaftStorage.in(directory).log();
        long before = System.nanoTime();
        Recovered recovered = log.open(RestartRun.IDENTITY);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - before);
        log.close();
        spec.commandLine().getOut().println(elapsed.toMillis() + " " + recovered.lastIndex());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
