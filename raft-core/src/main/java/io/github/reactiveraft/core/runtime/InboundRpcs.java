package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.RequestHandler;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.PeerMet;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** What peers ask: becomes an event, and the core's reply, which may have to wait for the disk, is the answer. */
final class InboundRpcs implements RequestHandler {

    private static final int MAX_WAITING = 4_096;

    private final RaftLoop loop;
    private final Supplier<RaftStatus> status;
    private final Function<Forward, Mono<RaftResponse>> clients;
    private final Function<FetchSnapshot, Mono<RaftResponse>> snapshots;
    private final Function<GetDigest, RaftResponse> digests;
    private final Function<GetEntries, Mono<RaftResponse>> entries;
    private final SortedMap<Long, MonoSink<RaftResponse>> waiting = new TreeMap<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private long lastRpcId;
    private @Nullable Refused closed;

    InboundRpcs(
            RaftLoop loop,
            Supplier<RaftStatus> status,
            Function<Forward, Mono<RaftResponse>> clients,
            Function<FetchSnapshot, Mono<RaftResponse>> snapshots,
            Function<GetDigest, RaftResponse> digests,
            Function<GetEntries, Mono<RaftResponse>> entries) {
        this.entries = entries;
        this.loop = loop;
        this.status = status;
        this.clients = clients;
        this.snapshots = snapshots;
        this.digests = digests;
    }

    @Override
    public Mono<RaftResponse> handle(Sender from, RaftRequest request) {
        if (request instanceof AppendEntries append) {
            return append(from, append);
        }
        if (request instanceof PreVote preVote) {
            return step(rpcId -> new Event.PreVoteReceived(rpcId, from, preVote));
        }
        if (request instanceof RequestVote vote) {
            return step(rpcId -> new Event.VoteReceived(rpcId, from, vote));
        }
        if (request instanceof TimeoutNow asked) {
            return step(rpcId -> new Event.TimeoutNowReceived(rpcId, from, asked));
        }
        if (request instanceof InstallSnapshot install) {
            return step(rpcId -> new Event.InstallReceived(rpcId, from, install));
        }
        if (request instanceof FetchSnapshot fetch) {
            return snapshots.apply(fetch);
        }
        if (request instanceof GetEntries wanted) {
            return entries.apply(wanted);
        }
        if (request instanceof Forward forward) {
            return clients.apply(forward);
        }
        if (request instanceof GetDigest digest) {
            return Mono.fromSupplier(() -> digests.apply(digest));
        }
        return status(from);
    }

    /** Who asks for the first time since its start is met thereby; who is not the member it says it is gets no answer. */
    private Mono<RaftResponse> status(Sender from) {
        return Mono.defer(() -> {
            RaftView view = loop.view();
            Refused refusal = view.refusal(from);
            if (refusal != null) {
                return Mono.just(refusal);
            }
            Mono<RaftResponse> answer = Mono.fromSupplier(() -> toResponse(loop.view(), status.get()));
            return view.hasMet(from) ? answer : meet(from).switchIfEmpty(answer);
        });
    }

    /** Empty, or why it was not met. */
    private Mono<RaftResponse> meet(Sender from) {
        return enter(sink -> {
            waitingCount.decrementAndGet();
            loop.step(new PeerMet(from));
            sink.success();
        });
    }

    /** The core's answer leaves; on the loop only. */
    void reply(Reply reply) {
        MonoSink<RaftResponse> sink = waiting.remove(reply.rpcId());
        if (sink != null) {
            waitingCount.decrementAndGet();
            sink.success(reply.response());
        }
    }

    /** The node stops: everybody who waits, and whoever comes later, is told; on the loop only. */
    void close() {
        Refused refused = new Refused(Refused.Reason.NOT_RUNNING, "The node is stopping");
        closed = refused;
        waiting.values().forEach(sink -> sink.success(refused));
        waitingCount.addAndGet(-waiting.size());
        waiting.clear();
    }

    /** While the disk gets nowhere entries would only pile up in front of it: then a request is as good as a heartbeat. */
    private Mono<RaftResponse> append(Sender from, AppendEntries append) {
        StorageHealth storage = status.get().storage();
        if (storage.isWritable() || append.entries().isEmpty()) {
            return step(rpcId -> new Event.AppendReceived(rpcId, from, append));
        }
        AppendEntries heartbeat = new AppendEntries(
                append.term(), append.leader(), append.previous(), append.commitIndex(), EntryBatch.empty());
        return step(rpcId -> new Event.AppendReceived(rpcId, from, heartbeat))
                .map(response -> response instanceof Appended
                        ? new Refused(Refused.Reason.OVERLOADED, "The disk takes no entries: " + storage)
                        : response);
    }

    private Mono<RaftResponse> step(LongFunction<Event> event) {
        return enter(sink -> {
            long rpcId = ++lastRpcId;
            waiting.put(rpcId, sink);
            loop.step(event.apply(rpcId));
        });
    }

    /** Goes on on the loop, unless too many wait for it already or the node is stopping by then. */
    private Mono<RaftResponse> enter(Consumer<MonoSink<RaftResponse>> work) {
        return Mono.create(sink -> {
            if (waitingCount.incrementAndGet() > MAX_WAITING) {
                waitingCount.decrementAndGet();
                sink.success(new Refused(Refused.Reason.OVERLOADED, MAX_WAITING + " requests are waiting"));
                return;
            }
            loop.execute(() -> {
                Refused refused = closed;
                if (refused != null) {
                    waitingCount.decrementAndGet();
                    sink.success(refused);
                } else {
                    work.accept(sink);
                }
            });
        });
    }

    /** How far the log reaches is told as of the latest step, so that it covers everything that was ever sent. */
    private static RaftResponse toResponse(RaftView view, RaftStatus status) {
        return new RaftResponse.Status(
                view.role(),
                view.term(),
                view.leader(),
                view.log().lastIndex(),
                view.commitIndex(),
                status.lastApplied());
    }
}
