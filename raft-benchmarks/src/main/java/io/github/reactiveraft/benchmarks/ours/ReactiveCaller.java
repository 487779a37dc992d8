package io.github.reactiveraft.benchmarks.ours;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    private final Supplier<RaftClient<byte[], Long, Long>> spreading;
    private volatile @Nullable RaftClient<byte[], Long, Long> spread;
    private final Disposable.Composite watches = Disposables.composite();

    /** @param spreading makes a client whose reads any member answers, when there is one for the first time */
    ReactiveCaller(RaftClient<byte[], Long, Long> client, Supplier<RaftClient<byte[], Long, Long>> spreading) {
        this.client = client;
        this.spreading = spreading;
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
        RaftClient<byte[], Long, Long> connected = spread;
        (connected == null ? connectSpread() : connected).read(0L).subscribe(new Call(completion));
    }

    private synchronized RaftClient<byte[], Long, Long> connectSpread() {
        RaftClient<byte[], Long, Long> connected = spread;
        if (connected == null) {
            connected = spreading.get();
            spread = connected;
        }
        return connected;
    }

    @Override
    public void watch() {
        watches.add(client.watch().subscribe(change -> {}, end -> LOG.warn("A watch has ended: {}", end.getMessage())));
    }

    @Override
    public void close() {
        watches.dispose();
        client.close().subscribe();
        RaftClient<byte[], Long, Long> connected = spread;
        if (connected != null) {
            connected.close().subscribe();
        }
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
