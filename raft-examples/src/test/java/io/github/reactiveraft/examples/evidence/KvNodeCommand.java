package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.kv.KvStateMachine;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import reactor.netty.http.server.HttpServer;

@Command(
        name = "kv-node",
        hidden = true,
        description =
                "A node of a key-value store, for the other commands to start and to kill; its clients use RSocket.")
final class KvNodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Override
    public Integer call() throws IOException {
        return options.run(
                new KvStateMachine(),
                node -> HttpServer.create()
                        .host("127.0.0.1")
                        .port(options.httpPort())
                        .route(routes -> NodeDoor.tellOf(node, () -> 0, routes))
                        .bind()
                        .block(),
                spec.commandLine().getErr());
    }
}
