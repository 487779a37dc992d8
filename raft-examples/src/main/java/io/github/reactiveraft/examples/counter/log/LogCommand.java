package io.github.reactiveraft.examples.counter.log;

import picocli.CommandLine.Command;

/** The tools' common name; does nothing by itself. */
@Command(
        name = "log",
        description = "Looks into the directory of a node that is not running; changes nothing.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {VerifyCommand.class, DumpCommand.class})
public final class LogCommand {

    /** Made by the command line parser. */
    LogCommand() {}
}
