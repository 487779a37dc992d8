package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.system.Ballast;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.InMemoryLog;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.raft.RaftHandle;

/**
 * jgroups-raft over TCP. What it ships for clients in other processes opens a connection for each call, so clients join the
 * channel instead, as members without a vote; the leader replicates to them, too.
 */
public final class JgroupsSystem implements MeasuredSystem {

    private static final String CLUSTER = "counter";

    private final AtomicInteger clients = new AtomicInteger();

    /** For the service loader. */
    public JgroupsSystem() {}

    @Override
    public String name() {
        return "jgroups";
    }

    @Override
    public JgroupsMember serve(MemberSpec member) throws Exception {
        RAFT raft = new RAFT()
                .raftId(Stack.nameOf(member.number()))
                .logDir(member.directory().toAbsolutePath().toString())
                .logClass((member.isDurable() ? FileBasedLog.class : InMemoryLog.class).getName())
                .logUseFsync(member.isDurable());
        if (member.snapshotEntries() > 0) {
            raft.maxLogSize(Long.MAX_VALUE);
        }
        InetSocketAddress own = Stack.socketAddress(member.addresses().get(member.number()));
        JChannel channel = Stack.channel(raft, member.addresses(), own, member.electionTimeout());
        Counter counter = new Counter(member.snapshotEntries(), member.ballast(), () -> {
            var unused = raft.snapshotAsync();
        });
        HandleCaller caller = new HandleCaller(channel, new RaftHandle(channel, counter));
        channel.name(raft.raftId()).connect(CLUSTER);
        return new JgroupsMember(caller, raft);
    }

    @Override
    public Caller connect(ClientSpec client) throws Exception {
        String name = "client-" + ProcessHandle.current().pid() + "-" + clients.incrementAndGet();
        RAFT raft = new RAFT().raftId(name).logClass(InMemoryLog.class.getName());
        InetSocketAddress own =
                free(Stack.socketAddress(client.addresses().get(0)).getAddress());
        JChannel channel = Stack.channel(raft, client.addresses(), own, Duration.ZERO);
        HandleCaller caller =
                new HandleCaller(channel, new RaftHandle(channel, new Counter(0, new Ballast(0), () -> {})));
        channel.name(name).connect(CLUSTER);
        return new JoinedCaller(channel, caller);
    }

    /** A port of this interface that is not in use now: with a fixed list of members, a channel wants to be told its port. */
    private static InetSocketAddress free(InetAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return new InetSocketAddress(address, socket.getLocalPort());
        }
    }
}
