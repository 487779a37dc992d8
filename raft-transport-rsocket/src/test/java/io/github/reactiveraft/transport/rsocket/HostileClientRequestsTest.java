package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.api.fuzz.Mutator;
import io.github.reactiveraft.api.fuzz.Trials;
import io.rsocket.Payload;
import io.rsocket.util.DefaultPayload;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Requests of clients with metadata that no client sends. */
class HostileClientRequestsTest {

    @Test
    void hostileMetadataIsReadOrRefused() {
        List<byte[]> samples = ClientRequestTest.requests()
                .map(HostileClientRequestsTest::metadata)
                .toList();

        Trials.ofInputs(HostileClientRequestsTest.class, HostileInputs.COUNT).run(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] hostile = new Mutator(random)
                    .mutated(samples.get(random.nextInt(samples.size())), samples.get(random.nextInt(samples.size())));
            try {
                ClientRequest.read(DefaultPayload.create(new byte[3], hostile), ClientRequestTest.PREFIX, 10);
            } catch (Rejected refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        });
    }

    private static byte[] metadata(ClientRequest request) {
        Payload payload = request.payload(ClientRequestTest.PREFIX);
        byte[] metadata = new byte[payload.sliceMetadata().readableBytes()];
        payload.sliceMetadata().getBytes(0, metadata);
        payload.release();
        return metadata;
    }
}
