package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.examples.members.Address;
import io.github.reactiveraft.examples.members.FreshDirectory;
import io.github.reactiveraft.examples.members.Member;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

@Command(
        name = "demo",
        sortOptions = false,
        description = "A whole cluster in this process, talking over TCP on the loopback interface.")
final class DemoCommand extends RunCommand {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_NODE_COUNT = 9;
    private static final int LARGEST_PORT = 65_535;

    /** Below the ports that systems give out by themselves. */
    private static final int FIRST_PORT_ELSEWHERE = 20_000;

    @Option(
            names = "--nodes",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "How many nodes, 1 to 9 (default: ${DEFAULT-VALUE}).")
    private int nodeCount;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where to listen for HTTP, 0 for any free port (default: ${DEFAULT-VALUE}). "
                    + "The nodes take the free ports after it.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep the nodes' data, to go on counting next time (default: a new directory).")
    private @Nullable Path data;

    private List<Member> members = List.of();

    @Override
    Mono<CounterService> start() {
        if (nodeCount < 1 || nodeCount > MAX_NODE_COUNT) {
            throw wrong("--nodes takes 1 to " + MAX_NODE_COUNT + ", but is " + nodeCount);
        }
        if (port < 0 || port > LARGEST_PORT) {
            throw wrong("--port takes 0 to " + LARGEST_PORT + ", but is " + port);
        }
        boolean hasRoomAfter = port > 0 && port <= LARGEST_PORT - 1000;
        members = Member.onLoopback(
                "demo",
                nodeCount,
                hasRoomAfter ? port : FIRST_PORT_ELSEWHERE,
                data == null ? FreshDirectory.startingWith("counter-") : data);
        return CounterService.demo(members, new Address(LOOPBACK, port));
    }

    @Override
    void announce(CounterService service, PrintWriter out) {
        members.forEach(member -> out.println(
                member.id() + " listens on " + member.listen() + " and keeps its data in " + member.data()));
        Path kept = members.get(0).data().resolveSibling("");
        out.println("Counting at http://" + LOOPBACK + ":"
                + service.door().address().getPort() + "/ until Ctrl-C; --data " + kept + " goes on from there");
        out.flush();
    }
}
