package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The transports of one test, on 127.0.0.1, stopped when it ends. */
final class Peers implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);
    static final int ENTRY_BYTES = 4_096;
    static final int BATCH_BYTES = 16_384;

    private final Deque<RSocketRaftTransport> started = new ArrayDeque<>();

    static LocalNode node(String id) {
        return new LocalNode(
                "orders", "main", new Sender(NodeId.of(id), Incarnation.of(id.hashCode())), ENTRY_BYTES, BATCH_BYTES);
    }

    /** Answers each append with its previous index, so that answers can be told apart; anything else with a status. */
    static Mono<RaftResponse> echo(Sender from, RaftRequest request) {
        return request instanceof RaftRequest.AppendEntries append
                ? Mono.just(new RaftResponse.Appended(
                        append.term(), append.previous().index()))
                : Mono.just(new RaftResponse.PreVoteReply(7, true));
    }

    RSocketRaftTransport start(String id, RequestHandler handler) {
        return start(RSocketRaftTransport.listening("127.0.0.1:0"), node(id), handler);
    }

    RSocketRaftTransport start(RSocketRaftTransport transport, LocalNode local, RequestHandler handler) {
        started.push(transport);
        transport.start(local, handler).block(SOON);
        return transport;
    }

    /** A transport that calls {@code target} at where that listens. */
    RSocketRaftTransport startCaller(String id, String target, RSocketRaftTransport at) {
        return start(RSocketRaftTransport.listening("127.0.0.1:0").peer(target, at.address()), node(id), Peers::echo);
    }

    static PeerReply call(RSocketRaftTransport from, String target, RaftRequest request) {
        RaftPeer peer = from.peer(NodeId.of(target));
        PeerReply reply = peer.call(request).block(SOON);
        if (reply == null) {
            throw new AssertionError("No answer and no error");
        }
        return reply;
    }

    static PeerReply callUntilAnswered(RSocketRaftTransport from, String target) {
        return callUntilAnswered(from.peer(NodeId.of(target)));
    }

    /** Calls again while the peer cannot be reached, as long as its link needs to try again. */
    static PeerReply callUntilAnswered(RaftPeer peer) {
        PeerReply reply = peer.call(new RaftRequest.GetStatus())
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(20)))
                .block(SOON);
        if (reply == null) {
            throw new AssertionError("No answer and no error");
        }
        return reply;
    }

    /** An address that nobody listens on. */
    static String freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        started.forEach(transport -> transport.stop().block(SOON));
    }
}
