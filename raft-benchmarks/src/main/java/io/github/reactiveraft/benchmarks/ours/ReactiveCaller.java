package io.github.reactiveraft.benchmarks.ours;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Calls a node or a client, which look the same. */
final class ReactiveCaller implements Caller {

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveCaller.class);

    private final RaftClient<byte[], Long, Long> client;
    private final Disposable.Composite watches = Disposables.composite();

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
    public void watch() {
        watches.add(client.watch().subscribe(change -> {}, end -> LOG.warn("A watch has ended: {}", end.getMessage())));
    }

    @Override
    public void close() {
        watches.dispose();
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
