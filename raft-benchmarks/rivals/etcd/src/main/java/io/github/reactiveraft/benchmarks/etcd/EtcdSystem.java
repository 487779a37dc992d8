package io.github.reactiveraft.benchmarks.etcd;

import io.github.reactiveraft.benchmarks.rivals.Daemons;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * etcd over gRPC. It cannot add: a command is put under one key, and the sum is the store's revision, which counts commands. What
 * it uses is used by a child of the member's process, and pausing that process does not pause it.
 */
public final class EtcdSystem implements MeasuredSystem {

    /** For the service loader. */
    public EtcdSystem() {}

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public RunningMember serve(MemberSpec member) throws IOException, InterruptedException {
        EtcdServer.start(member);
        ExecutorService executor = Executors.newSingleThreadExecutor(Daemons.named("status"));
        return new EtcdMember(new Endpoint(member.addresses().get(member.number()), executor));
    }

    @Override
    public Caller connect(ClientSpec client) {
        return new RemoteCaller(client.addresses());
    }
}
