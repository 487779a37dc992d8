package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.RpcServer;
import io.github.reactiveraft.benchmarks.rivals.Daemons;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** SOFAJRaft over its default RPC (Bolt) and log (RocksDB). */
public final class JraftSystem implements MeasuredSystem {

    private static final String GROUP = "counter";

    /** For the service loader. */
    public JraftSystem() {}

    @Override
    public String name() {
        return "jraft";
    }

    @Override
    public RunningMember serve(MemberSpec member) {
        Rpc.prepare();
        PeerId self = PeerId.parsePeer(member.addresses().get(member.number()));
        RpcServer rpc = RaftRpcServerFactory.createRaftRpcServer(self.getEndpoint());
        ExecutorService snapshots = Executors.newSingleThreadExecutor(Daemons.named("snapshots"));
        NodeOptions options = options(member);
        RaftGroupService service = new RaftGroupService(GROUP, self, options, rpc);
        Counter counter = new Counter(
                member.snapshotEntries(),
                member.ballast(),
                () -> snapshots.execute(() -> service.getRaftNode().snapshot(status -> {})));
        options.setFsm(counter);
        Node node = service.start(false);
        MemberCaller caller = new MemberCaller(node, counter);
        // Its work is to hand over to the node's queue, so it needs no more threads than there are cores.
        ExecutorService requests =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Daemons.named("requests"));
        new Requests(caller, requests).register(rpc);
        if (!rpc.init(null)) {
            throw new IllegalStateException("cannot listen at " + self);
        }
        return new JraftMember(caller, counter);
    }

    @Override
    public Caller connect(ClientSpec client) {
        Rpc.prepare();
        return new RemoteCaller(GROUP, configuration(client.addresses()));
    }

    private static NodeOptions options(MemberSpec member) {
        Path directory = member.directory().toAbsolutePath();
        NodeOptions options = new NodeOptions();
        options.setInitialConf(configuration(member.addresses()));
        options.setLogUri(directory.resolve("log").toString());
        options.setRaftMetaUri(directory.resolve("meta").toString());
        options.setSnapshotUri(directory.resolve("snapshot").toString());
        options.getRaftOptions().setSync(member.isDurable());
        if (member.snapshotEntries() > 0) {
            options.setSnapshotIntervalSecs(0);
        }
        Duration shortest = member.electionTimeout();
        if (!shortest.isZero()) {
            options.setElectionTimeoutMs(Math.toIntExact(shortest.toMillis()));
            options.getRaftOptions().setMaxElectionDelayMs(Math.toIntExact(shortest.toMillis()));
        }
        return options;
    }

    private static Configuration configuration(List<String> addresses) {
        Configuration configuration = new Configuration();
        if (!configuration.parse(String.join(",", addresses))) {
            throw new IllegalArgumentException("no addresses: " + addresses);
        }
        return configuration;
    }
}
