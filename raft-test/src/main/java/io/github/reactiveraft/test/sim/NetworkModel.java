package io.github.reactiveraft.test.sim;

/**
 * How messages travel; may be changed while the network runs.
 *
 * @param isReliable whether requests and replies take 0.1 to 1 ms and arrive; else a request is held up by another 0 to
 *     26 ms, one in ten requests and one in ten replies is lost, and the caller is told so at once
 * @param isLongReordering whether two of three replies are held up by 0.2 to 2.2 s, so that many overtake them
 * @param silence what becomes of a packet over a link that is cut, or to a node that is down
 * @param carriage whether messages travel each on its own or over connections
 * @param disturbance what happens to messages by chance
 */
public record NetworkModel(
        boolean isReliable, boolean isLongReordering, Silence silence, Carriage carriage, Disturbance disturbance) {

    /** What messages travel in. */
    public enum Carriage {
        /** Each in a packet of its own: packets may overtake each other. */
        PACKETS,
        /**
         * Over one connection for each process and node it asks, as TCP gives it: in order and without loss, until the
         * connection is reset and everything under way is lost with it. What is sent over a cut link waits there until
         * the link is mended, or until the connection is found to be dead, 30 to 40 s later.
         */
        CONNECTIONS
    }

    /** What a caller sees of a call that cannot get through. */
    public enum Silence {
        /** A failure, 0 to 7 s later: a connection that is found to be dead. */
        LATE_FAILURE,
        /** Nothing, ever. */
        FOREVER,
        /** If the node is down, a refused connection; if the link is cut, nothing, ever. */
        REFUSED
    }

    /** Fast and without loss; what cannot get through fails late. */
    public static NetworkModel reliable() {
        return new NetworkModel(true, false, Silence.LATE_FAILURE, Carriage.PACKETS, Disturbance.NONE);
    }

    /** Slow and lossy; what cannot get through fails late. */
    public static NetworkModel unreliable() {
        return reliable().withReliability(false);
    }

    /** This model with replies in order, or not. */
    public NetworkModel withLongReordering(boolean enabled) {
        return new NetworkModel(isReliable, enabled, silence, carriage, disturbance);
    }

    /** This model, reliable or not. */
    public NetworkModel withReliability(boolean enabled) {
        return new NetworkModel(enabled, isLongReordering, silence, carriage, disturbance);
    }

    /** This model with another fate of calls that cannot get through. */
    public NetworkModel withSilence(Silence newSilence) {
        return new NetworkModel(isReliable, isLongReordering, newSilence, carriage, disturbance);
    }

    /** This model with messages in packets, or over connections. Calls under way go on as they began. */
    public NetworkModel withCarriage(Carriage newCarriage) {
        return new NetworkModel(isReliable, isLongReordering, silence, newCarriage, disturbance);
    }

    /** This model with other things happening by chance. */
    public NetworkModel withDisturbance(Disturbance newDisturbance) {
        return new NetworkModel(isReliable, isLongReordering, silence, carriage, newDisturbance);
    }
}
