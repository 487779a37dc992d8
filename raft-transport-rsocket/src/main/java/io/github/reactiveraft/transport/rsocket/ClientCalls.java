package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.transport.rsocket.ClientRequest.Operation;
import io.netty.buffer.ByteBuf;
import io.rsocket.Payload;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks the cluster once, whoever is the one to ask; knows what it means if no answer comes. */
final class ClientCalls {

    /** How many changes a member sends ahead: they queue there while the connection is slow. */
    private static final int WATCH_DEMAND = 256;

    private final ClusterLinks links;
    private final String prefix;

    ClientCalls(ClusterLinks links, String prefix) {
        this.links = links;
        this.prefix = prefix;
    }

    /** A session's number. */
    Mono<Long> openSession() {
        return Mono.defer(() -> write(ClientRequest.of(Operation.SESSION)))
                .map(number -> number.length() == Long.BYTES ? number.buffer().getLong() : malformed(number));
    }

    private static long malformed(Bytes number) {
        throw new RaftException.Unavailable("A session's number takes 8 bytes, but there are " + number.length());
    }

    /** A command; if no answer comes, its outcome is unknown. */
    Mono<Bytes> write(ClientRequest request) {
        return ask(request).map(Answer::data);
    }

    /** A query; if no answer comes, nothing was done. */
    Mono<Bytes> read(Bytes query, ReadMode mode) {
        Mono<Bytes> answer;
        if (mode instanceof ReadMode.Local local) {
            answer = Mono.defer(() -> ask(new ClientRequest(
                            Operation.READ, null, local.token().index(), query)))
                    .map(read -> {
                        local.token().advance(read.index());
                        return read.data();
                    });
        } else {
            answer = ask(new ClientRequest(Operation.READ, null, -1, query)).map(Answer::data);
        }
        return answer.onErrorMap(
                RaftException.OutcomeUnknown.class,
                unknown -> new RaftException.Unavailable("No answer: " + unknown.getMessage()));
    }

    /** The changes that a member has from an index on, or from now on if that is negative. */
    Flux<Change<Bytes>> watch(long fromIndex) {
        return Flux.defer(() -> {
            Endpoint target = links.target();
            return links.connection(target)
                    .flatMapMany(open -> open.socket()
                            .requestStream(
                                    new ClientRequest(Operation.WATCH, null, fromIndex, Bytes.empty()).payload(prefix)))
                    .map(ClientCalls::received)
                    .limitRate(WATCH_DEMAND)
                    .map(answer -> new Change<>(answer.index(), answer.data()))
                    .doOnError(failure -> passOver(target, failed(target, failure)))
                    .onErrorMap(failure -> lost(target, failure));
        });
    }

    private static RaftException lost(Endpoint target, Throwable failure) {
        RaftException known = failed(target, failure);
        return known.isDefinitelyNotDone()
                ? known
                : new RaftException.Unavailable("The watch has ended: " + known.getMessage());
    }

    /** What came back, with the number in its metadata, if there is one. */
    private record Answer(Bytes data, long index) {}

    private Mono<Answer> ask(ClientRequest request) {
        return Mono.defer(() -> {
            Endpoint target = links.target();
            return links.connection(target)
                    .flatMap(open -> open.socket()
                            .requestResponse(request.payload(prefix))
                            .doOnNext(payload -> open.answered()))
                    .map(ClientCalls::received)
                    .switchIfEmpty(Mono.error(() -> new RaftException.OutcomeUnknown(target + " sent no answer", null)))
                    .onErrorMap(failure -> failed(target, failure))
                    .doOnError(failure -> passOver(target, failure));
        });
    }

    private static Answer received(Payload payload) {
        try {
            ByteBuf metadata = payload.sliceMetadata();
            long index = metadata.readableBytes() == Long.BYTES ? metadata.readLong() : 0;
            return new Answer(Bytes.copyOf(payload.sliceData().nioBuffer()), index);
        } finally {
            payload.release();
        }
    }

    private static RaftException failed(Endpoint target, Throwable failure) {
        if (failure instanceof PeerException unsent && !unsent.isMaybeDelivered()) {
            return new RaftException.Unavailable(String.valueOf(unsent.getMessage()));
        }
        return ClientErrors.decode(target.toString(), failure);
    }

    private void passOver(Endpoint target, Throwable failure) {
        if (failure instanceof RaftException.Unavailable
                || failure instanceof RaftException.OutcomeUnknown
                || failure instanceof RaftException.Rejected) {
            links.passOver(target);
        }
    }
}
