package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.Task;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.nio.ByteBuffer;

/** Calls the member of this process. */
final class MemberCaller implements Caller {

    private static final byte[] NO_CONTEXT = new byte[0];

    private final Node node;
    private final Counter counter;

    MemberCaller(Node node, Counter counter) {
        this.node = node;
        this.counter = counter;
    }

    boolean isLeader() {
        return node.isLeader(false);
    }

    @Override
    public void write(byte[] command, Completion completion) {
        apply(ByteBuffer.wrap(command.clone()), completion);
    }

    /** Like {@link #write}, of bytes that will not change. */
    void apply(ByteBuffer command, Completion completion) {
        Adding adding = new Adding() {
            @Override
            public void run(Status status) {
                if (status.isOk()) {
                    completion.done(sum());
                } else {
                    completion.failed(new JraftException(status));
                }
            }
        };
        node.apply(new Task(command, adding));
    }

    @Override
    public void read(Completion completion) {
        node.readIndex(NO_CONTEXT, new Reading(counter, completion));
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
}
