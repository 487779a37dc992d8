package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.net.InetSocketAddress;

/**
 * jgroups-raft with nothing but a TCP connection between a client and the leader: faster than what it ships for clients, and
 * without what those do when a leader changes.
 */
public final class JgroupsPipeSystem implements MeasuredSystem {

    /** Doors are so far from members' own ports, between which the benchmark leaves twice as much. */
    private static final int APART = 5;

    private final JgroupsSystem members = new JgroupsSystem();

    /** For the service loader. */
    public JgroupsPipeSystem() {}

    @Override
    public String name() {
        return "jgroups-pipe";
    }

    @Override
    public RunningMember serve(MemberSpec member) throws Exception {
        JgroupsMember started = members.serve(member);
        PipeServer.open(door(member.addresses().get(member.number())), started.caller());
        return started;
    }

    @Override
    public Caller connect(ClientSpec client) {
        return new PipeCaller(
                client.addresses().stream().map(JgroupsPipeSystem::door).toList());
    }

    private static InetSocketAddress door(String member) {
        InetSocketAddress address = Stack.socketAddress(member);
        return new InetSocketAddress(address.getAddress(), address.getPort() + APART);
    }
}
