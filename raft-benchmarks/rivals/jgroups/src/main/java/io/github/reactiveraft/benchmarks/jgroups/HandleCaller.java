package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.rivals.LeaderFinder;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.View;
import org.jgroups.protocols.raft.RaftLeaderException;
import org.jgroups.raft.RaftHandle;
import org.jspecify.annotations.Nullable;

/** Calls by way of a channel's handle, which sends them to the leader, wherever that is. */
final class HandleCaller implements Caller {

    private static final byte[] QUESTION = {0};
    private static final int MOST_ATTEMPTS = 1_000;

    private final JChannel channel;
    private final RaftHandle handle;
    private final LeaderFinder<Address> finder = new LeaderFinder<>(this::leader);
    private final PendingCalls pending = new PendingCalls();

    HandleCaller(JChannel channel, RaftHandle handle) {
        this.channel = channel;
        this.handle = handle;
        channel.setReceiver(pending);
    }

    boolean isLeader() {
        return handle.isLeader();
    }

    @Override
    public void write(byte[] command, Completion completion) {
        send(command.clone(), 1, completion);
    }

    @Override
    public void read(Completion completion) {
        send(QUESTION, 1, completion);
    }

    @Override
    public void readFromFollower(Completion completion) {
        completion.failed(new UnsupportedOperationException("reads of followers are dirty"));
    }

    @Override
    public void close() {
        // It is the channel's, and goes on with that.
    }

    /** Ends what is pending, for good. */
    void end() {
        finder.close();
        pending.close();
    }

    private void send(byte[] bytes, int attempt, Completion completion) {
        Address leader = handle.leader();
        CompletableFuture<byte[]> call;
        try {
            call = bytes == QUESTION
                    ? handle.getAsync(bytes, 0, bytes.length)
                    : handle.setAsync(bytes, 0, bytes.length);
        } catch (RaftLeaderException e) {
            // Nothing has left: nobody leads.
            again(bytes, attempt, completion, e);
            return;
        } catch (Exception e) {
            completion.failed(e);
            return;
        }
        pending.add(call, leader);
        var unused = call.whenComplete((answer, error) -> {
            if (error == null) {
                completion.done(ByteBuffer.wrap(answer).getLong());
            } else {
                completion.failed(error);
            }
        });
    }

    private void again(byte[] bytes, int attempt, Completion completion, RaftLeaderException refusal) {
        Address former = finder.leader();
        if (former != null) {
            finder.lost(former);
        }
        if (attempt < MOST_ATTEMPTS) {
            finder.await(found -> send(bytes, attempt + 1, completion), completion::failed);
        } else {
            completion.failed(refusal);
        }
    }

    private @Nullable Address leader() {
        Address leader = handle.leader();
        View view = channel.getView();
        return leader != null && view != null && view.containsMember(leader) ? leader : null;
    }
}
