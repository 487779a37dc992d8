package io.github.reactiveraft.examples.members;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port as people type them: {@code 127.0.0.1:7001}, {@code localhost:7001}, {@code [::1]:7001}.
 *
 * @param host a name or a literal address, without brackets
 * @param port 0 to 65,535; 0 only where any free port will do
 */
public record Address(String host, int port) {

    private static final Pattern SHAPE = Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^\\s:\\[\\]]+)):([0-9]{1,5})");
    private static final int LARGEST_PORT = 65_535;

    /** Checks the port. */
    public Address {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("A port takes 0 to " + LARGEST_PORT + ", but is " + port);
        }
    }

    /**
     * Reads what a person typed.
     *
     * @throws IllegalArgumentException with what to write instead
     */
    public static Address parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no address: write host:port, as in 127.0.0.1:7001");
        }
        String literal = matcher.group(1);
        return new Address(literal == null ? matcher.group(2) : literal, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
