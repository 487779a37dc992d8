package io.github.reactiveraft.benchmarks.limit;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/** Sends each call at once; or together what came together: what comes while requests are under way waits for one of them. */
final class LimitCaller implements Caller {

    private static final int BEFORE_WAITING = 2;
    private static final int MOST_UNDER_WAY = 8;
    private static final int MOST_BYTES = 256 * 1024;

    private final Function<ByteBuf, Mono<ByteBuf>> ask;
    private final boolean isBatching;
    private final Runnable closing;
    private final Lane writes = new Lane();
    private final Lane reads = new Lane();

    /** @param ask sends a request; both buffers belong to who gets them */
    LimitCaller(Function<ByteBuf, Mono<ByteBuf>> ask, boolean isBatching, Runnable closing) {
        this.ask = ask;
        this.isBatching = isBatching;
        this.closing = closing;
    }

    /** One command or read. */
    static final class Call {

        private final byte[] command;
        private final Completion completion;

        private Call(byte[] command, Completion completion) {
            this.command = command;
            this.completion = completion;
        }

        byte[] command() {
            return command;
        }
    }

    @Override
    public void write(byte[] command, Completion completion) {
        writes.add(new Call(command, completion));
    }

    @Override
    public void read(Completion completion) {
        reads.add(new Call(new byte[0], completion));
    }

    @Override
    public void readFromFollower(Completion completion) {
        completion.failed(new UnsupportedOperationException("Followers do not know the sum"));
    }

    @Override
    public void close() {
        closing.run();
    }

    /** Calls of one kind, in order. */
    private final class Lane {

        private final Queue<Call> waiting =
                Queues.<Call>unboundedMultiproducer().get();
        private final AtomicInteger waitingBytes = new AtomicInteger();
        private final AtomicInteger work = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();

        void add(Call call) {
            if (!isBatching) {
                send(List.of(call));
                return;
            }
            waitingBytes.addAndGet(bytes(call));
            waiting.add(call);
            drain();
        }

        private static int bytes(Call call) {
            return Integer.BYTES + call.command.length;
        }

        private void drain() {
            if (work.getAndIncrement() == 0) {
                sendAll();
            }
        }

        private void sendAll() {
            int missed = 1;
            do {
                while (underWay.get() < (waitingBytes.get() >= MOST_BYTES ? MOST_UNDER_WAY : BEFORE_WAITING)) {
                    List<Call> calls = take();
                    if (calls.isEmpty()) {
                        break;
                    }
                    send(calls);
                }
                missed = work.addAndGet(-missed);
            } while (missed != 0);
        }

        private List<Call> take() {
            List<Call> calls = new ArrayList<>();
            int bytes = 0;
            while (bytes < MOST_BYTES) {
                @Nullable Call next = waiting.poll();
                if (next == null) {
                    break;
                }
                bytes += bytes(next);
                calls.add(next);
            }
            waitingBytes.addAndGet(-bytes);
            return calls;
        }

        private void send(List<Call> calls) {
            underWay.incrementAndGet();
            ByteBuf request = this == writes
                    ? Requests.write(calls, calls.stream().mapToInt(Lane::bytes).sum())
                    : Requests.read(calls.size());
            ask.apply(request)
                    .subscribe(
                            answer -> answered(answer, calls),
                            failure -> tell(calls, call -> call.completion.failed(failure)));
        }

        private void answered(ByteBuf answer, List<Call> calls) {
            try {
                tell(calls, call -> call.completion.done(answer.readLong()));
            } finally {
                answer.release();
            }
        }

        /** What callers ask for next goes out together afterwards. */
        private void tell(List<Call> calls, Consumer<Call> telling) {
            underWay.decrementAndGet();
            boolean isHeld = work.getAndIncrement() == 0;
            calls.forEach(telling);
            if (isHeld) {
                sendAll();
            }
        }
    }
}
