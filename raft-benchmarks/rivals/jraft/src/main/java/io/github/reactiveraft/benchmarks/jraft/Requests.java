package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcServer;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * Serves clients' requests at a member.
 *
 * @param member does what they ask for
 * @param executor of the requests
 */
record Requests(MemberCaller member, Executor executor) {

    void register(RpcServer server) {
        server.registerProcessor(new Adds());
        server.registerProcessor(new Sums());
    }

    private static Completion answering(RpcContext request) {
        return new Completion() {
            @Override
            public void done(long sum) {
                request.sendResponse(new Answer(Answer.Outcome.DONE, sum));
            }

            @Override
            public void failed(Throwable cause) {
                request.sendResponse(new Answer(Answer.Outcome.FAILED, 0));
            }
        };
    }

    private final class Adds implements RpcProcessor<AddRequest> {

        @Override
        public void handleRequest(RpcContext context, AddRequest request) {
            if (member.isLeader()) {
                member.apply(ByteBuffer.wrap(request.command()), answering(context));
            } else {
                // Later refusals may be of commands that are in somebody's log by then; this one is not.
                context.sendResponse(new Answer(Answer.Outcome.NOT_LEADER, 0));
            }
        }

        @Override
        public String interest() {
            return AddRequest.class.getName();
        }

        @Override
        public Executor executor() {
            return executor;
        }
    }

    private final class Sums implements RpcProcessor<SumRequest> {

        @Override
        public void handleRequest(RpcContext context, SumRequest request) {
            member.read(answering(context));
        }

        @Override
        public String interest() {
            return SumRequest.class.getName();
        }

        @Override
        public Executor executor() {
            return executor;
        }
    }
}
