package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * What a client asks a member for; asking again is asking for the same.
 *
 * @param what for people
 * @param byteCount how long it is on the wire
 * @param asked how the member is asked
 * @param <T> what it answers with
 */
record ClientQuestion<T>(String what, int byteCount, Function<ClientGateway, Publisher<T>> asked) {

    private static final int HEADER_BYTES = 64;

    static <T> ClientQuestion<T> of(String what, int payloadBytes, Function<ClientGateway, Publisher<T>> asked) {
        return new ClientQuestion<>(what, HEADER_BYTES + payloadBytes, asked);
    }

    long fingerprint() {
        return Fingerprint.combine(Fingerprint.of(what), byteCount);
    }
}
