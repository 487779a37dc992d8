package io.github.reactiveraft.benchmarks.ours;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.MemoryStorage;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.transport.rsocket.RSocketRaftClient;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** As an application has it: defaults everywhere, but for what the measuring needs. */
public final class Ours implements MeasuredSystem {

    private static final String CLUSTER = "benchmark";

    /** The system property by which watchers are told of each command. */
    private static final String CHANGES = "benchmark.changes";

    private static final int HEARTBEATS_IN_ELECTION_TIMEOUT = 5;

    /** Made by the service loader. */
    public Ours() {}

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public RunningMember serve(MemberSpec member) {
        LongAdder forces = new LongAdder();
        RaftNode<byte[], Long, Long> node = Objects.requireNonNull(
                RaftServer.of(new BallastCounter(Boolean.getBoolean(CHANGES), member.ballast()), settings(member))
                        .transport(transport(member))
                        .storage(
                                member.isDurable()
                                        ? RaftStorage.on(new CountingDisk(Disk.in(member.directory()), forces))
                                                .log()
                                        : new MemoryStorage())
                        .start()
                        .block());
        return new Member(node, forces);
    }

    private static RaftSettings settings(MemberSpec member) {
        return RaftSettings.of(s -> {
            s.cluster(CLUSTER)
                    .node(name(member.number()))
                    .members(IntStream.range(0, member.addresses().size())
                            .mapToObj(Ours::name)
                            .toArray(String[]::new));
            Duration election = member.electionTimeout();
            if (!election.isZero()) {
                s.timing(election.dividedBy(HEARTBEATS_IN_ELECTION_TIMEOUT), election, election.multipliedBy(2));
            }
            if (member.snapshotEntries() > 0) {
                s.snapshots(new SnapshotPolicy(
                        member.snapshotEntries(),
                        Long.MAX_VALUE,
                        SnapshotPolicy.defaults().trailingCount()));
            }
        });
    }

    private static RSocketRaftTransport transport(MemberSpec member) {
        RSocketRaftTransport transport =
                RSocketRaftTransport.listening(member.addresses().get(member.number()));
        for (int i = 0; i < member.addresses().size(); i++) {
            if (i != member.number()) {
                transport = transport.peer(name(i), member.addresses().get(i));
            }
        }
        return transport;
    }

    private static String name(int number) {
        return "n" + (number + 1);
    }

    @Override
    public Caller connect(ClientSpec client) {
        RaftLimits usual = RaftLimits.defaults();
        RSocketRaftClient<byte[], Long, Long> described = RSocketRaftClient.of(new BallastCounter(), CLUSTER)
                .seeds(client.addresses().toArray(String[]::new))
                .pending(Math.max(client.inFlight(), usual.pendingCount()), usual.pendingBytes());
        return new ReactiveCaller(connect(described), () -> connect(described.readsFromFollowers()));
    }

    private static RaftClient<byte[], Long, Long> connect(RSocketRaftClient<byte[], Long, Long> described) {
        return Objects.requireNonNull(described.connect().block());
    }

    private record Member(RaftNode<byte[], Long, Long> node, LongAdder forces) implements RunningMember {

        @Override
        public boolean isLeader() {
            return node.status().role() == Role.LEADER;
        }

        @Override
        public long applied() {
            return node.status().lastApplied();
        }

        @Override
        public Caller embedded() {
            return new ReactiveCaller(node, () -> node);
        }

        @Override
        public long forceCount() {
            return forces.sum();
        }
    }
}
