package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.core.protocol.Quorum;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who has which digest right behind one entry, as far as it is known; immutable.
 *
 * @param self this node
 * @param own its digest
 * @param values everybody's, this node's included
 */
record DigestTally(NodeId self, Digest own, SortedMap<NodeId, Long> values) {

    DigestTally {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** What a node knows before anybody has answered. */
    static DigestTally of(NodeId self, Digest own) {
        return new DigestTally(self, own, new TreeMap<>()).with(self, own.value());
    }

    /** This, and what one more member has. */
    DigestTally with(NodeId member, long value) {
        SortedMap<NodeId, Long> more = new TreeMap<>(values);
        more.put(member, value);
        return new DigestTally(self, own, more);
    }

    /** Whether more than half of all members, those that did not answer included, agree on a digest that is not ours. */
    boolean isOutvoted(Quorum quorum) {
        return values.values().stream()
                .filter(value -> value != own.value())
                .anyMatch(value -> quorum.isReached(member -> value.equals(values.get(member))));
    }

    /** Whether nobody who answered has another one. */
    boolean isUnanimous() {
        return values.values().stream().allMatch(value -> value == own.value());
    }

    /** Who has which, for people. */
    String told() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + HexFormat.of().toHexDigits(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
