package io.github.reactiveraft.examples.members;

import io.github.reactiveraft.api.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every member of the cluster and where it listens, written {@code n1=127.0.0.1:7001,n2=127.0.0.1:7002}.
 *
 * @param addresses at least one; no two members share an address
 */
public record Peers(SortedMap<NodeId, Address> addresses) {

    /** Copies the addresses and checks them. */
    public Peers {
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("A cluster needs at least one member");
        }
        long distinctCount = addresses.values().stream().distinct().count();
        if (distinctCount < addresses.size()) {
            throw new IllegalArgumentException("Two members share an address: " + addresses);
        }
    }

    /**
     * Reads what a person typed.
     *
     * @throws IllegalArgumentException with what to write instead
     */
    public static Peers parse(String text) {
        SortedMap<NodeId, Address> addresses = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "'" + part + "' is no member: write id=host:port, as in n1=127.0.0.1:7001");
            }
            NodeId id = NodeId.of(part.substring(0, equals));
            Address address = Address.parse(part.substring(equals + 1));
            if (addresses.put(id, address) != null) {
                throw new IllegalArgumentException("Two members are called " + id);
            }
        }
        return new Peers(addresses);
    }

    /** Every member, in order. */
    public String[] names() {
        return addresses.keySet().stream().map(NodeId::value).toArray(String[]::new);
    }
}
