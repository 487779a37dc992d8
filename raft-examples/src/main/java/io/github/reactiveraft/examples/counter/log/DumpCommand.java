package io.github.reactiveraft.examples.counter.log;

import io.github.reactiveraft.core.storage.RaftStorage;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dump",
        sortOptions = false,
        description = {
            "Prints the entries of a node's log that count, one a line:",
            "index, term, type, log time, payload bytes and the command."
        },
        footer = "Exit code 0: that was all. 1: the log is damaged; what can be read was printed. "
                + "2: it is in use or cannot be read.")
final class DumpCommand extends LookCommand {

    /** How often to see whether anybody still reads: 'dump | head' must end. */
    private static final int CHECK_EVERY = 1_000;

    @Option(
            names = "--from",
            paramLabel = "INDEX",
            defaultValue = "1",
            description = "The first entry to print, 1 and more (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--to",
            paramLabel = "INDEX",
            defaultValue = "9223372036854775807",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "The last one (default: the last in the log).")
    private long to;

    @Override
    int look(RaftStorage storage, PrintWriter out) {
        if (from < 1 || to < from) {
            throw wrong("--from takes 1 and more, --to no less than that, but they are " + from + " and " + to);
        }
        storage.entries(from, to)
                .map(EntryLine::of)
                .takeWhile(line -> line.index() % CHECK_EVERY != 0 || !out.checkError())
                .doOnNext(line -> out.println(isJsonWanted() ? Json.line(line) : line.text()))
                .blockLast();
        return SOUND;
    }
}
