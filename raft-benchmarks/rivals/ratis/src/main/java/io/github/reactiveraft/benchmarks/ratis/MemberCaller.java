package io.github.reactiveraft.benchmarks.ratis;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** The member of this process, and calls to it. */
final class MemberCaller implements RunningMember, Caller {

    private final RaftServer server;
    private final RaftServer.Division division;
    private final Counter counter;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    MemberCaller(RaftServer server, RaftServer.Division division, Counter counter) {
        this.counter = counter;
        this.server = server;
        this.division = division;
    }

    @Override
    public boolean isLeader() {
        return division.getInfo().isLeader();
    }

    @Override
    public long applied() {
        return counter.sum();
    }

    @Override
    public Caller embedded() {
        return this;
    }

    @Override
    public void write(byte[] command, Completion completion) {
        call(RaftClientRequest.writeRequestType(), Message.valueOf(ByteString.copyFrom(command)), completion);
    }

    @Override
    public void read(Completion completion) {
        call(RaftClientRequest.readRequestType(), Message.EMPTY, completion);
    }

    @Override
    public void readFromFollower(Completion completion) {
        if (isLeader()) {
            completion.failed(new UnsupportedOperationException("this member is the leader"));
        } else {
            read(completion);
        }
    }

    @Override
    public void close() {
        // Nothing of its own.
    }

    private void call(RaftClientRequest.Type type, Message message, Completion completion) {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(server.getId())
                .setGroupId(division.getGroup().getGroupId())
                .setCallId(calls.incrementAndGet())
                .setMessage(message)
                .setType(type)
                .build();
        try {
            Sums.tell(server.submitClientRequestAsync(request), completion);
        } catch (IOException e) {
            completion.failed(e);
        }
    }
}
