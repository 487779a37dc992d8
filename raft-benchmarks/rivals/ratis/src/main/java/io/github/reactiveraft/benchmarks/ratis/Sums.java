package io.github.reactiveraft.benchmarks.ratis;

import io.github.reactiveraft.benchmarks.system.Completion;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** Sums as messages, and back. */
final class Sums {

    private Sums() {}

    static Message message(long sum) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(sum).array();
        return Message.valueOf(ByteString.copyFrom(bytes));
    }

    static long sum(Message message) {
        return message.getContent().asReadOnlyByteBuffer().getLong();
    }

    /** Ends the call as the reply does. */
    static void tell(CompletableFuture<RaftClientReply> reply, Completion completion) {
        var unused = reply.whenComplete((answer, error) -> {
            if (error != null) {
                completion.failed(error);
            } else if (answer.isSuccess()) {
                completion.done(sum(answer.getMessage()));
            } else {
                completion.failed(answer.getException());
            }
        });
    }
}
