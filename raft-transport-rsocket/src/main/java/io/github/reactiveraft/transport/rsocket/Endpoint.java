package io.github.reactiveraft.transport.rsocket;

import java.net.InetSocketAddress;

/**
 * A host and a TCP port as people write them: {@code host:port}, {@code 10.0.0.1:7001}, {@code [::1]:7001}.
 *
 * @param host name or address, without brackets
 * @param port 0 to 65,535; 0 lets the system choose, for listening only
 */
record Endpoint(String host, int port) {

    /** An address to listen on; port 0 is any free one. */
    static Endpoint toListenOn(String text) {
        return parse(text, 0);
    }

    /** An address to connect to. */
    static Endpoint toReach(String text) {
        return parse(text, 1);
    }

    private static Endpoint parse(String text, int leastPort) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || text.endsWith("]")) {
            throw new IllegalArgumentException("'" + text + "' has no port: write host:port or [IPv6 address]:port");
        }
        return new Endpoint(host(text, text.substring(0, colon)), port(text, text.substring(colon + 1), leastPort));
    }

    private static String host(String text, String host) {
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        if (!isBracketed && (host.indexOf(':') >= 0 || host.indexOf('[') >= 0 || host.indexOf(']') >= 0)) {
            throw new IllegalArgumentException("'" + text + "': write an IPv6 address as [address]:port");
        }
        String bare = isBracketed ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || bare.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '[' || c == ']')) {
            throw new IllegalArgumentException("'" + text + "' has no valid host: write host:port");
        }
        return bare;
    }

    private static int port(String text, String port, int least) {
        boolean isNumber = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = isNumber ? Integer.parseInt(port) : -1;
        if (value < least || value > 65_535) {
            throw new IllegalArgumentException("'" + text + "' has no valid port: it takes " + least + " to 65535");
        }
        return value;
    }

    /** The same host with the port that was really taken. */
    Endpoint withPort(int taken) {
        return new Endpoint(host, taken);
    }

    /** Whether it stands for all addresses of a machine, which is no address to reach it at. */
    boolean isWildcard() {
        return host.matches("0\\.0\\.0\\.0|[0:]*");
    }

    /** Not resolved: a name may move to another address between two connections. */
    InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
