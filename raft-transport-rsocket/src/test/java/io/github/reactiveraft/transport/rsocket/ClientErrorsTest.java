package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException.Compacted;
import io.rsocket.exceptions.ApplicationErrorException;
import org.junit.jupiter.api.Test;

class ClientErrorsTest {

    @Test
    void watchersHearFromWhereTheyCanWatch() {
        Throwable sent = ClientErrors.encode(new Compacted("n1 has dropped that", 42));

        assertThat(sent).hasMessage("COMPACTED 42 n1 has dropped that");
        assertThat(ClientErrors.decode("n1", sent))
                .isInstanceOfSatisfying(Compacted.class, ended -> assertThat(ended.availableFrom())
                        .isEqualTo(42));
    }

    @Test
    void numberMayBeMissing() {
        assertThat(ClientErrors.decode("n1", new ApplicationErrorException("COMPACTED gone")))
                .isInstanceOfSatisfying(Compacted.class, ended -> assertThat(ended.availableFrom())
                        .isEqualTo(1));
    }
}
