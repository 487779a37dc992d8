package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.examples.members.Address;
import io.github.reactiveraft.examples.members.Member;
import io.github.reactiveraft.examples.members.Peers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import reactor.core.publisher.Mono;

@Command(
        name = "node",
        sortOptions = false,
        description = "One node in a process of its own. Start all with the same --peers; each keeps its --data.")
final class NodeCommand extends RunCommand {

    private static final int TRAILING_PART = 10;

    @Option(
            names = "--id",
            required = true,
            paramLabel = "ID",
            converter = IdConverter.class,
            description = "This node's name, one of the peers.")
    private @Nullable NodeId id;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description = "Where to listen for the other nodes.")
    private @Nullable Address listen;

    @Option(
            names = "--http",
            required = true,
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description = "Where to listen for HTTP; port 0 for any free one.")
    private @Nullable Address http;

    @Option(
            names = "--peers",
            required = true,
            paramLabel = "ID=HOST:PORT,...",
            converter = PeersConverter.class,
            description = "Every node of the cluster, this one included, and where the others reach it.")
    private @Nullable Peers peers;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "This node's directory, made at the first start; no other process may use it.")
    private @Nullable Path data;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "counter",
            converter = IdConverter.class,
            description = "The cluster's name, the same on every node (default: ${DEFAULT-VALUE}).")
    private @Nullable NodeId cluster;

    @Option(
            names = "--snapshot-entries",
            paramLabel = "COUNT",
            defaultValue = "100000",
            description = "After how many entries to take a snapshot and forget the log before it, of which a tenth as"
                    + " many are kept for others, from 1 (default: ${DEFAULT-VALUE}).")
    private long snapshotEntries;

    @Override
    Mono<CounterService> start() {
        return CounterService.node(member(), given(http));
    }

    private Member member() {
        if (!given(peers).addresses().containsKey(given(id))) {
            throw wrong("--id " + id + " is not among the --peers "
                    + String.join(",", given(peers).names()));
        }
        if (given(listen).port() == 0) {
            throw wrong("--listen needs a port that the others know, not 0");
        }
        return new Member(given(cluster).value(), given(id), given(listen), given(peers), given(data), snapshots());
    }

    private SnapshotPolicy snapshots() {
        if (snapshotEntries < 1) {
            throw wrong("--snapshot-entries takes 1 or more, but is " + snapshotEntries);
        }
        return new SnapshotPolicy(
                snapshotEntries, SnapshotPolicy.defaults().byteCount(), snapshotEntries / TRAILING_PART);
    }

    @Override
    void announce(CounterService service, PrintWriter out) {
        Address door = new Address(given(http).host(), service.door().address().getPort());
        out.println(id + " of cluster " + cluster + " listens on " + listen + ", keeps its data in " + data
                + " and counts at http://" + door + "/");
        out.flush();
    }

    /** The parser has seen to it that nothing required is missing. */
    private static <T> T given(@Nullable T option) {
        if (option == null) {
            throw new IllegalStateException("A required option is missing");
        }
        return option;
    }

    private static <T> T converted(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(String.valueOf(wrong.getMessage()));
        }
    }

    static final class IdConverter implements ITypeConverter<NodeId> {
        @Override
        public NodeId convert(String text) {
            return converted(NodeId::of, text);
        }
    }

    static final class AddressConverter implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return converted(Address::parse, text);
        }
    }

    static final class PeersConverter implements ITypeConverter<Peers> {
        @Override
        public Peers convert(String text) {
            return converted(Peers::parse, text);
        }
    }
}
