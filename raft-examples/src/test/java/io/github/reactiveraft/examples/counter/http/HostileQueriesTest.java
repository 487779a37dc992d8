package io.github.reactiveraft.examples.counter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.fuzz.HostileInputs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients may write behind the question mark: a number to add, or a refusal that says what is wrong in sound JSON. */
class HostileQueriesTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final List<byte[]> VALID = Stream.of(
                    "/counter/add?delta=5",
                    "/counter/add?delta=-9223372036854775808",
                    "/counter/add?delta=%35&",
                    "/counter/add?&&delta=0")
            .map(uri -> uri.getBytes(UTF_8))
            .toList();

    @Test
    void queriesAreANumberOrRefused() {
        // As the HTTP decoder hands it on: a character for each byte.
        HostileInputs.of(HostileQueriesTest.class, VALID, RefusedRequest.class)
                .within(24 * 1024, 512)
                .feed(input -> number(new String(input, ISO_8859_1)))
                .requireReached(1);
    }

    private static void number(String uri) {
        try {
            assertThat(RequestQuery.of(uri).onlyNumber("delta")).isBetween(Long.MIN_VALUE, Long.MAX_VALUE);
        } catch (RefusedRequest e) {
            assertThat(e.answer().status()).isEqualTo(400);
            throw e;
        }
    }

    @Test
    void whateverIsQuotedMakesSoundJson() {
        HostileInputs.of(HostileQueriesTest.class, VALID, RefusedRequest.class)
                .within(64 * 1024, 512)
                .feed(input -> {
                    String text = new String(input, UTF_8);
                    JsonNode read = MAPPER.readTree(Json.bytes(new Json.Problem("bad request", text)));
                    assertThat(read.get("message").asString()).isEqualTo(text);
                });
    }
}
