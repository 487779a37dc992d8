package io.github.reactiveraft.examples.evidence;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "node", hidden = true, description = "A node of a ledger, for the other commands to start and to kill.")
final class NodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Option(names = "--ballast-mib")
    private long ballastMib;

    @Override
    public Integer call() throws IOException {
        LedgerMachine machine = new LedgerMachine(ballastMib << 20);
        return options.run(
                machine,
                node -> new NodeDoor(node, machine).open(options.httpPort()).block(),
                spec.commandLine().getErr());
    }
}
