package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "10.0.0.1:7001", "[::1]:65535", "[fe80::1%eth0]:7001", "a-b.example:7001"})
    void addressIsReadAndWrittenAlike(String address) {
        assertThat(Endpoint.toReach(address)).hasToString(address);
    }

    @Test
    void bracketsAreNotPartOfTheHost() {
        assertThat(Endpoint.toReach("[::1]:7001")).isEqualTo(new Endpoint("::1", 7001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", ":7001", "[::1]", "localhost:"})
    void addressWithoutHostOrPortIsRefused(String address) {
        assertThatThrownBy(() -> Endpoint.toReach(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + address + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1:7001", "a b:7001", "[]:7001", "[:7001", "http://a:7001"})
    void hostThatIsNoneIsRefused(String address) {
        assertThatThrownBy(() -> Endpoint.toReach(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + address + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:0", "a:65536", "a:-1", "a:+1", "a:1x", "a:99999999999", "a:٣"})
    void portOutOfRangeIsRefused(String address) {
        assertThatThrownBy(() -> Endpoint.toReach(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it takes 1 to 65535");
    }

    @Test
    void listeningMayLeaveThePortToTheSystem() {
        assertThat(Endpoint.toListenOn("127.0.0.1:0").port()).isZero();
    }
}
