package io.github.reactiveraft.benchmarks.ratis;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** A client in a process of its own. It finds the leader, and tries again, by itself. */
final class RemoteCaller implements Caller {

    private final RaftClient client;
    private final List<RaftPeerId> members;
    private final AtomicInteger turn = new AtomicInteger();

    RemoteCaller(RaftClient client, List<RaftPeerId> members) {
        this.client = client;
        this.members = members;
    }

    @Override
    public void write(byte[] command, Completion completion) {
        Message message = Message.valueOf(ByteString.copyFrom(command));
        Sums.tell(client.async().send(message), completion);
    }

    @Override
    public void read(Completion completion) {
        Sums.tell(client.async().sendReadOnly(Message.EMPTY), completion);
    }

    @Override
    public void readFromFollower(Completion completion) {
        RaftPeerId next = next();
        RaftPeerId follower = next.equals(client.getLeaderId()) ? next() : next;
        Sums.tell(client.async().sendReadOnly(Message.EMPTY, follower), completion);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RaftPeerId next() {
        return members.get(Math.floorMod(turn.getAndIncrement(), members.size()));
    }
}
