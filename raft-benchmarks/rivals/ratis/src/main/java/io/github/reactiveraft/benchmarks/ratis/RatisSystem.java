package io.github.reactiveraft.benchmarks.ratis;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.TimeDuration;

/** Apache Ratis over gRPC. */
public final class RatisSystem implements MeasuredSystem {

    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.nameUUIDFromBytes("counter".getBytes(StandardCharsets.US_ASCII)));

    private static final int MOST_ATTEMPTS = 500;
    private static final TimeDuration PAUSE = TimeDuration.valueOf(20, TimeUnit.MILLISECONDS);

    /** For the service loader. */
    public RatisSystem() {}

    @Override
    public String name() {
        return "ratis";
    }

    @Override
    public RunningMember serve(MemberSpec member) throws IOException {
        List<RaftPeer> peers = peers(member.addresses());
        RaftPeer self = peers.get(member.number());
        int port =
                Integer.parseInt(self.getAddress().substring(self.getAddress().lastIndexOf(':') + 1));
        Counter counter = new Counter(member.ballast());
        RaftServer server = RaftServer.newBuilder()
                .setGroup(RaftGroup.valueOf(GROUP, peers))
                .setServerId(self.getId())
                .setProperties(Settings.of(member, port))
                .setStateMachine(counter)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        server.start();
        return new MemberCaller(server, server.getDivision(GROUP), counter);
    }

    @Override
    public Caller connect(ClientSpec client) {
        List<RaftPeer> peers = peers(client.addresses());
        RaftClient connected = RaftClient.newBuilder()
                .setProperties(Settings.of(client))
                .setRaftGroup(RaftGroup.valueOf(GROUP, peers))
                // Its default never gives up.
                .setRetryPolicy(RetryPolicies.retryUpToMaximumCountWithFixedSleep(MOST_ATTEMPTS, PAUSE))
                .build();
        return new RemoteCaller(connected, peers.stream().map(RaftPeer::getId).toList());
    }

    private static List<RaftPeer> peers(List<String> addresses) {
        return IntStream.range(0, addresses.size())
                .mapToObj(number -> RaftPeer.newBuilder()
                        .setId(RaftPeerId.valueOf("n" + number))
                        .setAddress(addresses.get(number))
                        .build())
                .toList();
    }
}
