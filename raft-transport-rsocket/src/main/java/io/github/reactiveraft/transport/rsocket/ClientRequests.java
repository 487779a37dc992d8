package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.api.spi.LocalNode;
import io.netty.buffer.Unpooled;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import io.rsocket.util.DefaultPayload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What one connection of a client in another process asks of this node. A request is decoded, copied and released before
 * anything else happens.
 */
final class ClientRequests implements RSocket {

    private static final Logger LOG = LoggerFactory.getLogger(ClientRequests.class);

    /** On one connection; RSocket would take any number. */
    private static final int MOST = 20_000;

    private final ClientGateway gateway;
    private final Function<NodeId, String> addresses;
    private final String prefix;
    private final int maxBytes;
    private final FrameConnection connection;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * Serves one connection.
     *
     * @param addresses where members are reached, empty if that is not known
     * @param connection where answers go
     */
    ClientRequests(
            LocalNode local, ClientGateway gateway, Function<NodeId, String> addresses, FrameConnection connection) {
        this.gateway = gateway;
        this.addresses = addresses;
        this.prefix = ClientRequest.prefix(local.cluster(), local.group());
        this.maxBytes = local.entryBytes();
        this.connection = connection;
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        return answer(payload, request -> Flux.from(single(request))).singleOrEmpty();
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        return answer(payload, this::stream);
    }

    private Flux<Payload> answer(Payload payload, Function<ClientRequest, Flux<Payload>> operation) {
        ClientRequest request;
        try {
            request = ClientRequest.read(payload, prefix, maxBytes);
        } catch (RaftException.Rejected refused) {
            return Flux.error(ClientErrors.encode(refused));
        } finally {
            payload.release();
        }
        int count = request.operation() == ClientRequest.Operation.BATCH ? Batch.MOST_COUNT : 1;
        if (underWay.addAndGet(count) > MOST) {
            underWay.addAndGet(-count);
            return Flux.error(ClientErrors.encode(new RaftException.Overloaded(
                    MOST + " requests and watches are under way on this connection already")));
        }
        return Flux.defer(() -> operation.apply(request))
                .onErrorMap(failure -> ClientErrors.encode(known(failure)))
                .doFinally(signal -> underWay.addAndGet(-count));
    }

    private Mono<Payload> single(ClientRequest request) {
        return switch (request.operation()) {
            case SESSION -> gateway.openSession().map(number -> DefaultPayload.create(bytes(number)));
            case SUBMIT -> gateway.submit(request.ticket(), request.data()).map(ClientRequests::payload);
            case READ -> read(request);
            case BATCH -> batch(request);
            case WATCH, LEADERS -> Mono.error(isNot("response", "stream"));
        };
    }

    private Mono<Payload> read(ClientRequest request) {
        if (request.index() < 0) {
            return gateway.read(request.data(), ReadMode.LINEARIZABLE).map(ClientRequests::payload);
        }
        ReadToken token = ReadToken.at(request.index());
        return gateway.read(request.data(), ReadMode.local(token)).map(answer -> payload(answer, token.index()));
    }

    private Mono<Payload> batch(ClientRequest request) {
        List<ClientRequest> items =
                Batch.decode(Unpooled.wrappedBuffer(request.data().buffer()));
        return BatchedAnswers.of(items, this::item, failure -> ClientErrors.text(known(failure)))
                .map(answers -> ByteBufPayload.create(Batch.encodeAnswers(answers)));
    }

    private Mono<Bytes> item(ClientRequest item) {
        if (item.data().length() > maxBytes) {
            return Mono.error(new RaftException.Rejected(
                    "Takes " + item.data().length() + " bytes, more than the " + maxBytes + " allowed", null));
        }
        return item.ticket() == null
                ? gateway.read(item.data(), ReadMode.LINEARIZABLE)
                : gateway.submit(item.ticket(), item.data());
    }

    private Flux<Payload> stream(ClientRequest request) {
        return switch (request.operation()) {
            case WATCH ->
                (request.index() < 0 ? gateway.watch() : gateway.watch(Math.max(1, request.index())))
                        .concatMap(this::whenThereIsRoom, 1);
            case LEADERS -> gateway.leaders().map(change -> DefaultPayload.create(text(change)));
            case SESSION, SUBMIT, READ, BATCH -> Flux.error(isNot("stream", "response"));
        };
    }

    /** A slow reader's changes wait where all watchers share them, not once more in front of each connection. */
    private Mono<Payload> whenThereIsRoom(Change<Bytes> change) {
        return connection.hasRoom()
                ? Mono.just(payload(change))
                : connection.room().then(Mono.fromSupplier(() -> payload(change)));
    }

    private static RaftException isNot(String asked, String answered) {
        return new RaftException.Rejected("This route answers with a " + answered + ", not with a " + asked, null);
    }

    private String text(LeaderChange change) {
        return change.term()
                + change.leader()
                        .map(leader -> " " + leader + " " + addresses.apply(leader))
                        .orElse("");
    }

    private static Payload payload(Change<Bytes> change) {
        return payload(change.value(), change.index());
    }

    private static Payload payload(Bytes data) {
        return ByteBufPayload.create(Unpooled.wrappedBuffer(data.buffer()));
    }

    private static Payload payload(Bytes data, long index) {
        return ByteBufPayload.create(Unpooled.wrappedBuffer(data.buffer()), Unpooled.wrappedBuffer(bytes(index)));
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** A node always says what it did; should it fail to, nobody may take that for a command that was not executed. */
    private static RaftException known(Throwable failure) {
        if (failure instanceof RaftException known) {
            return known;
        }
        LOG.error("A client's request was not answered, please report", failure);
        return new RaftException.OutcomeUnknown("The node failed to answer: " + failure.getMessage(), failure);
    }
}
