package io.github.reactiveraft.benchmarks.ours;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Calls a node or a client, which look the same. */
final class ReactiveCaller implements Caller {

    private final RaftClient<byte[], Long, Long> client;

    ReactiveCaller(RaftClient<byte[], Long, Long> client) {
        this.client = client;
    }

    @Override
    public void write(byte[] command, Completion completion) {
        client.submit(command).subscribe(new Call(completion));
    }

    @Override
    public void read(Completion completion) {
        client.read(0L).subscribe(new Call(completion));
    }

    @Override
    public void readFromFollower(Completion completion) {
        completion.failed(new UnsupportedOperationException("A client asks the leader"));
    }

    @Override
    public void close() {
        client.close().subscribe();
    }

    /** One call. */
    private static final class Call implements CoreSubscriber<Long> {

        private final Completion completion;

        private Call(Completion completion) {
            this.completion = completion;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Long sum) {
            completion.done(sum);
        }

        @Override
        public void onError(Throwable cause) {
            completion.failed(cause);
        }

        @Override
        public void onComplete() {
            // After the sum.
        }
    }
}
