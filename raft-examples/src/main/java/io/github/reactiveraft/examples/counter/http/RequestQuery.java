package io.github.reactiveraft.examples.counter.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The query of a request, taken strictly: what the door does not understand it refuses, so that a typing error never
 * passes for an add of something else.
 *
 * @param values the decoded values by name, in the order given
 */
record RequestQuery(Map<String, List<String>> values) {

    /** Java's own parser would also take a plus sign and the digits of every script. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");

    private static final String RANGE = Long.MIN_VALUE + " to " + Long.MAX_VALUE;

    /** Takes apart what follows the question mark, if anything. */
    static RequestQuery of(String uri) {
        Map<String, List<String>> values = new TreeMap<>();
        int mark = uri.indexOf('?');
        String query = mark < 0 ? "" : uri.substring(mark + 1);
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = decoded(equals < 0 ? part : part.substring(0, equals));
                String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
                values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
            }
        }
        return new RequestQuery(values);
    }

    void requireNone() {
        if (!values.isEmpty()) {
            throw refused("This takes no query, but was given " + values.keySet());
        }
    }

    /** The one number that the query consists of, if there is a query. */
    OptionalLong onlyNumberIfAny(String name) {
        return values.isEmpty() ? OptionalLong.empty() : OptionalLong.of(onlyNumber(name));
    }

    /** The one number that the query must consist of. */
    long onlyNumber(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            throw refused("Missing '" + name + "': say it in the query, as in ?" + name + "=5");
        }
        if (values.size() > 1) {
            throw refused("This takes nothing but '" + name + "', but was given " + values.keySet());
        }
        if (given.size() > 1) {
            throw refused("'" + name + "' is there " + given.size() + " times: once is enough");
        }
        return number(name, given.get(0));
    }

    /** A number that came in a request, refused if it is none. */
    static long number(String name, String text) {
        String message = "'" + name + "' takes a whole number, " + RANGE + ", but is '" + text + "'";
        if (!NUMBER.matcher(text).matches()) {
            throw refused(message);
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException outOfRange) {
            throw refused(message);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw refused("The query is not well encoded: " + malformed.getMessage());
        }
    }

    static RefusedRequest refused(String message) {
        return new RefusedRequest(WholeAnswer.problem(400, "bad request", message));
    }
}
