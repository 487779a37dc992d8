package io.github.reactiveraft.examples.counter.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The live page: one file, nothing loaded from elsewhere. */
final class Page {

    /** Holds the page to what it is meant to be, whatever somebody may get into it. */
    private static final String POLICY = "default-src 'none'; connect-src 'self'; img-src data:; "
            + "script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private Page() {}

    /** Reads the page from the class path; blocks, so call it before serving. */
    static WholeAnswer load() {
        try (InputStream resource = Page.class.getResourceAsStream("counter.html")) {
            if (resource == null) {
                throw new IllegalStateException("counter.html is missing beside its class: rebuild the jar");
            }
            Map<String, String> headers = Map.of(
                    "content-type", "text/html; charset=utf-8",
                    "cache-control", "no-cache",
                    "content-security-policy", POLICY);
            return new WholeAnswer(200, headers, resource.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
