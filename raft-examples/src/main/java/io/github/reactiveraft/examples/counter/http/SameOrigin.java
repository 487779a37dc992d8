package io.github.reactiveraft.examples.counter.http;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out what a page of somebody else has a browser send here. Browsers name the origin of whoever makes them post
 * something; programs name none.
 */
final class SameOrigin {

    private SameOrigin() {}

    /** Throws what the request is answered with if it comes from elsewhere. */
    static void require(HttpHeaders headers) {
        String origin = headers.get("origin");
        if (origin != null && !origin.equals("http://" + host(headers)) && !origin.equals("https://" + host(headers))) {
            throw new RefusedRequest(WholeAnswer.problem(
                    403, "another origin", "Only the page that is served here may do this in a browser"));
        }
    }

    private static @Nullable String host(HttpHeaders headers) {
        return headers.get("host");
    }
}
