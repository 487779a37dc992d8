package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.transport.rsocket.ClientRequest.Operation;
import io.rsocket.Payload;
import io.rsocket.util.DefaultPayload;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientRequestTest {

    static final String PREFIX = ClientRequest.prefix("orders", "main");
    private static final Bytes DATA = Bytes.of(new byte[] {1, 2, 3});

    static Stream<ClientRequest> requests() {
        return Stream.of(
                ClientRequest.of(Operation.SESSION),
                ClientRequest.of(Operation.WATCH),
                ClientRequest.of(Operation.LEADERS),
                new ClientRequest(Operation.SUBMIT, null, -1, DATA),
                new ClientRequest(Operation.SUBMIT, new Ticket(70_001, 9, 3), -1, DATA),
                new ClientRequest(Operation.SUBMIT, new Ticket(1, Ticket.MAX_SEQUENCE, Ticket.MAX_LAG), -1, DATA),
                new ClientRequest(Operation.READ, null, -1, Bytes.empty()),
                new ClientRequest(Operation.READ, null, 0, DATA),
                new ClientRequest(Operation.READ, null, Long.MAX_VALUE, DATA));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void nothingIsLostOnTheWay(ClientRequest request) {
        assertThat(read(request, PREFIX)).isEqualTo(request);
    }

    @Test
    void requestForAnotherClusterOrGroupIsRefusedWithTheRoutesThatThereAre() {
        ClientRequest request = ClientRequest.of(Operation.SESSION);

        for (String prefix : List.of(ClientRequest.prefix("bills", "main"), ClientRequest.prefix("orders", "other"))) {
            assertThatThrownBy(() -> read(request, prefix))
                    .isInstanceOf(Rejected.class)
                    .hasMessageContaining(prefix);
        }
    }

    @Test
    void requestThatIsTooLargeIsRefused() {
        Payload payload = new ClientRequest(Operation.SUBMIT, null, -1, DATA).payload(PREFIX);

        assertThatThrownBy(() -> ClientRequest.read(payload, PREFIX, 2))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("3 bytes");
        payload.release();
    }

    @Test
    void requestWithoutARouteIsToldWhichThereAre() {
        assertThatThrownBy(() -> ClientRequest.read(DefaultPayload.create("data"), PREFIX, 10))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("raft/v1/orders/main/[session, submit, read, batch, watch, leaders]");
    }

    private static ClientRequest read(ClientRequest request, String prefix) {
        Payload payload = request.payload(PREFIX);
        try {
            return ClientRequest.read(payload, prefix, 1_000);
        } finally {
            payload.release();
        }
    }
}
