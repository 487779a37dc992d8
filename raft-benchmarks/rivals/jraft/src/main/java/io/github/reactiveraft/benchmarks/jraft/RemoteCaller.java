package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.RouteTable;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.CliOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.impl.cli.CliClientServiceImpl;
import com.alipay.sofa.jraft.util.Endpoint;
import io.github.reactiveraft.benchmarks.rivals.LeaderFinder;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client in a process of its own. */
final class RemoteCaller implements Caller {

    private static final int ASKING_MILLIS = 200;

    private final CliClientServiceImpl members = new CliClientServiceImpl();
    private final RpcClient rpc;
    private final LeaderFinder<Endpoint> finder;
    private final List<Endpoint> endpoints;
    private final AtomicInteger turn = new AtomicInteger();

    RemoteCaller(String group, Configuration configuration) {
        members.init(new CliOptions());
        rpc = members.getRpcClient();
        finder = new LeaderFinder<>(() -> leaderOf(group));
        RouteTable.getInstance().updateConfiguration(group, configuration);
        endpoints = configuration.getPeers().stream()
                .map(peer -> peer.getEndpoint())
                .toList();
    }

    @Override
    public void write(byte[] command, Completion completion) {
        call(new AddRequest(command.clone()), completion).toLeader();
    }

    @Override
    public void read(Completion completion) {
        call(new SumRequest(), completion).toLeader();
    }

    @Override
    public void readFromFollower(Completion completion) {
        Endpoint leader = finder.leader();
        Endpoint next = next();
        call(new SumRequest(), completion).to(next.equals(leader) ? next() : next);
    }

    @Override
    public void close() {
        finder.close();
        members.shutdown();
    }

    private @Nullable Endpoint leaderOf(String group) {
        try {
            RouteTable routes = RouteTable.getInstance();
            if (routes.refreshLeader(members, group, ASKING_MILLIS).isOk()) {
                PeerId leader = routes.selectLeader(group);
                return leader == null ? null : leader.getEndpoint();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // Nobody answered in time.
        }
        return null;
    }

    private Endpoint next() {
        return endpoints.get(Math.floorMod(turn.getAndIncrement(), endpoints.size()));
    }

    private JraftCall call(Object request, Completion completion) {
        return new JraftCall(rpc, finder, request, completion);
    }
}
