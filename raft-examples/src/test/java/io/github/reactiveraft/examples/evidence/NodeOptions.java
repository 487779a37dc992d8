package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What every program that runs one node is told. */
final class NodeOptions {

    private static final int STOPPED_BY_ITSELF = 3;

    /** So often that a replica that went another way is found before the evidence is all in. */
    private static final int DIGEST_ENTRIES = 100;

    @Option(names = "--id", required = true)
    private String id = "";

    @Option(names = "--peer", required = true, description = "A member and where this one reaches it, or listens.")
    private SortedMap<String, String> peers = new TreeMap<>();

    @Option(names = "--http", required = true)
    private int httpPort;

    @Option(names = "--directory", required = true, description = "Where its data is, and what its disk needs.")
    private Path directory = Path.of("");

    @Option(names = "--snapshot-entries", required = true)
    private long snapshotEntries;

    @Option(names = "--segment-bytes", required = true)
    private int segmentBytes;

    @Option(names = "--volatile", description = "On a disk that loses by kill -9 what a power cut takes.")
    private boolean isVolatile;

    @Option(names = "--unforced", description = "That disk never forces files whose names end so.")
    private String unforcedSuffix = "";

    @Option(names = "--disk-rate", description = "On a disk that takes so many bytes in a second, 0 for a real one.")
    private long diskRate;

    int httpPort() {
        return httpPort;
    }

    /** Runs a node until it stops; answers with the exit code of its process. */
    <C, Q, R> int run(StateMachine<C, Q, R> machine, Consumer<RaftNode<C, Q, R>> openDoor, PrintWriter err)
            throws IOException {
        try {
            RaftNode<C, Q, R> node = Objects.requireNonNull(RaftServer.of(machine, settings())
                    .transport(transport())
                    .storage(storage().with(new StorageSettings(segmentBytes)).log())
                    .start()
                    .block());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> node.close().block()));
            openDoor.accept(node);
            node.terminated().block();
            return 0;
        } catch (RaftException.Fatal failure) {
            err.println(failure.getMessage());
            return STOPPED_BY_ITSELF;
        }
    }

    private RaftSettings settings() {
        SnapshotPolicy snapshots =
                new SnapshotPolicy(snapshotEntries, SnapshotPolicy.defaults().byteCount(), 0);
        return RaftSettings.of(s -> s.cluster("evidence")
                .node(id)
                .members(peers.keySet().toArray(String[]::new))
                .snapshots(snapshots)
                .digests(DIGEST_ENTRIES));
    }

    private RSocketRaftTransport transport() {
        RSocketRaftTransport transport = RSocketRaftTransport.listening(Objects.requireNonNull(peers.get(id), id));
        for (Map.Entry<String, String> peer : peers.entrySet()) {
            if (!peer.getKey().equals(id)) {
                transport = transport.peer(peer.getKey(), peer.getValue());
            }
        }
        return transport;
    }

    private RaftStorage storage() throws IOException {
        Path data = directory.resolve("data");
        if (isVolatile) {
            return RaftStorage.on(VolatileDisk.in(data, directory, unforcedSuffix));
        }
        return diskRate == 0 ? RaftStorage.in(data) : RaftStorage.on(new SlowDisk(Disk.in(data), diskRate));
    }
}
