package io.github.reactiveraft.examples.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.api.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1:7001, 127.0.0.1, 7001", "n1.example:0, n1.example, 0", "[::1]:65535, ::1, 65535"})
    void hostAndPortAreTakenApartAndPutTogether(String text, String host, int port) {
        Address address = Address.parse(text);

        assertThat(address).isEqualTo(new Address(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7001", ":7001", "host", "host:", "host:x", "host:65536", "::1:7001", "a b:1", "h:-1"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
    }

    @Test
    void peersAreNamedAddresses() {
        Peers peers = Peers.parse("n2=127.0.0.1:7002,n1=127.0.0.1:7001");

        assertThat(peers.names()).containsExactly("n1", "n2");
        assertThat(peers.addresses()).containsEntry(NodeId.of("n2"), new Address("127.0.0.1", 7002));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "n1", "n1=", "=h:1", "n 1=h:1", "n1=h:1,", "n1=h:1,n1=h:2", "n1=h:1,n2=h:1", "n1=h:1;n2=h:2"
            })
    void whatAreNoPeersIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Peers.parse(text));
    }
}
