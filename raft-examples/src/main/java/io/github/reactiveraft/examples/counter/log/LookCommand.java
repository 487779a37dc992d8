package io.github.reactiveraft.examples.counter.log;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.core.storage.RaftStorage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at one directory; what it cannot do it says in one line. */
abstract sealed class LookCommand implements Callable<Integer> permits VerifyCommand, DumpCommand {

    static final int SOUND = 0;
    static final int DAMAGED = 1;
    static final int CANNOT_LOOK = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "A node's directory: what 'node' was given as --data.")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJsonWanted;

    /** Prints what it is for and returns the exit code. */
    abstract int look(RaftStorage storage, PrintWriter out);

    @Override
    public Integer call() {
        // Not flushed with every line, which the one it is made of would be.
        PrintWriter out = new PrintWriter(spec.commandLine().getOut());
        int exitCode;
        try {
            exitCode = look(RaftStorage.in(directory), out);
        } catch (StorageException refusal) {
            out.flush();
            String hint = refusal.reason() == Reason.IO ? NodeDirectories.in(directory) : "";
            spec.commandLine().getErr().println(refusal.getMessage() + hint);
            exitCode = refusal.reason() == Reason.IN_USE || refusal.reason() == Reason.IO ? CANNOT_LOOK : DAMAGED;
        }
        out.flush();
        return exitCode;
    }

    boolean isJsonWanted() {
        return isJsonWanted;
    }

    /** An error in the options, answered with their usage. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
