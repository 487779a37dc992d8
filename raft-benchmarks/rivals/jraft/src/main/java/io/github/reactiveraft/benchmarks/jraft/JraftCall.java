package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import io.github.reactiveraft.benchmarks.rivals.LeaderFinder;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One request of a client on its way, as often as it takes; never again once it may have been begun. */
final class JraftCall implements InvokeCallback {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MOST_ATTEMPTS = 1_000;

    private final RpcClient rpc;
    private final LeaderFinder<Endpoint> finder;
    private final Object request;
    private final Completion completion;
    private volatile @Nullable Endpoint member;
    private final AtomicInteger attempts = new AtomicInteger();

    JraftCall(RpcClient rpc, LeaderFinder<Endpoint> finder, Object request, Completion completion) {
        this.rpc = rpc;
        this.finder = finder;
        this.request = request;
        this.completion = completion;
    }

    void toLeader() {
        Endpoint leader = finder.leader();
        if (leader == null) {
            finder.await(this::to, this::failed);
        } else {
            to(leader);
        }
    }

    void to(Endpoint endpoint) {
        member = endpoint;
        try {
            rpc.invokeAsync(endpoint, request, this, TIMEOUT_MILLIS);
        } catch (RemotingException e) {
            // Nothing has left: there is no connection.
            again(endpoint);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(e);
        }
    }

    @Override
    public void complete(@Nullable Object result, @Nullable Throwable error) {
        Endpoint asked = member;
        if (result instanceof Answer answer) {
            switch (answer.outcome()) {
                case DONE -> completion.done(answer.sum());
                case NOT_LEADER -> again(asked);
                case FAILED -> failed(new JraftException("the member could not"));
            }
        } else {
            lost(asked);
            failed(error == null ? new JraftException("no answer but " + result) : error);
        }
    }

    @Override
    public @Nullable Executor executor() {
        return null;
    }

    private void failed(Throwable cause) {
        completion.failed(cause);
    }

    private void again(@Nullable Endpoint asked) {
        lost(asked);
        if (attempts.incrementAndGet() < MOST_ATTEMPTS) {
            finder.await(this::to, this::failed);
        } else {
            failed(new JraftException("nobody wanted to be the leader"));
        }
    }

    private void lost(@Nullable Endpoint asked) {
        if (asked != null) {
            finder.lost(asked);
        }
    }
}
