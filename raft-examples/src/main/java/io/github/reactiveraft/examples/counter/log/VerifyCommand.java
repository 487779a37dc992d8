package io.github.reactiveraft.examples.counter.log;

import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageInspection;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "verify",
        sortOptions = false,
        description = "Reads everything in a node's directory and lists all that is damaged.",
        footer = "Exit code 0: a node can start from it. 1: it is damaged. 2: it is in use or cannot be read.")
final class VerifyCommand extends LookCommand {

    @Override
    int look(RaftStorage storage, PrintWriter out) {
        StorageInspection inspection = storage.inspect();
        if (isJsonWanted()) {
            out.println(Json.line(Report.of(inspection)));
        } else {
            new ReportText(inspection).lines().forEach(out::println);
        }
        return inspection.verdict().isSound() ? SOUND : DAMAGED;
    }
}
