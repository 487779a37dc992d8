package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.test.sim.check.Fingerprint;

/**
 * The way of one client to one member, there and back.
 *
 * @param client who asks
 * @param member who is asked
 * @param there the link to the member
 * @param back the link from it
 */
record ClientWay(NodeId client, NodeId member, SimLink there, SimLink back) {

    /** Takes note of something that arrived, at one of both ends. */
    void note(SimNetwork network, Object what, long fingerprint) {
        long ends = Fingerprint.combine(Fingerprint.of(client.value()), Fingerprint.of(member.value()));
        network.simulation().note(what, Fingerprint.combine(ends, fingerprint));
    }

    @Override
    public String toString() {
        return client + " to " + member;
    }
}
