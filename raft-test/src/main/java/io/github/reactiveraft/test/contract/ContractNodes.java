package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** The nodes of one contract test: three addresses, and whatever was started on them, stopped in the end. */
final class ContractNodes implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);
    static final int ENTRY_BYTES = 4_096;
    static final int BATCH_BYTES = 16_384;

    private final TransportUnderTest contract;
    private final SortedMap<NodeId, String> addresses = new TreeMap<>();
    private final Deque<RaftTransport> started = new ArrayDeque<>();
    private final Scheduler pauses = Schedulers.newSingle("contract-pauses", true);

    ContractNodes(TransportUnderTest contract) {
        this.contract = contract;
        for (String id : new String[] {"n1", "n2", "n3"}) {
            addresses.put(NodeId.of(id), contract.freeAddress());
        }
    }

    static LocalNode local(String id) {
        return local("orders", "main", id, id.hashCode());
    }

    static LocalNode local(String cluster, String group, String id, long incarnation) {
        return new LocalNode(
                cluster, group, new Sender(NodeId.of(id), Incarnation.of(incarnation)), ENTRY_BYTES, BATCH_BYTES);
    }

    SortedMap<NodeId, String> addresses() {
        return Collections.unmodifiableSortedMap(addresses);
    }

    /** Not started; listens where the node is expected. */
    RaftTransport transport(String id) {
        return contract.transport(NodeId.of(id), addresses());
    }

    RaftTransport start(String id, RequestHandler handler) {
        return start(transport(id), local(id), handler);
    }

    RaftTransport start(RaftTransport transport, LocalNode local, RequestHandler handler) {
        started.push(transport);
        StepVerifier.create(transport.start(local, handler)).expectComplete().verify(SOON);
        return transport;
    }

    void stop(RaftTransport transport) {
        StepVerifier.create(transport.stop()).expectComplete().verify(SOON);
    }

    /** The reply to one request; fails the test if there is none. */
    static PeerReply call(RaftTransport from, String target, RaftRequest request) {
        return reply(from.peer(NodeId.of(target)).call(request));
    }

    /** The reply of a peer that has just come up, which its link may need a moment to notice. */
    PeerReply callUntilReached(RaftTransport from, String target) {
        RaftPeer peer = from.peer(NodeId.of(target));
        return reply(peer.call(new RaftRequest.GetStatus())
                .retryWhen(
                        Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(20)).scheduler(pauses)));
    }

    private static PeerReply reply(Mono<PeerReply> call) {
        AtomicReference<@Nullable PeerReply> reply = new AtomicReference<>();
        StepVerifier.create(call).consumeNextWith(reply::set).expectComplete().verify(SOON);
        return Objects.requireNonNull(reply.get());
    }

    /** A handler that gives everybody the same answer. */
    static RequestHandler answering(RaftResponse response) {
        return (from, request) -> Mono.just(response);
    }

    @Override
    public void close() {
        started.forEach(this::stop);
        pauses.dispose();
    }
}
