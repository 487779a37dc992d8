package io.github.reactiveraft.test.sim;

/**
 * How messages travel; may be changed while the network runs.
 *
 * @param isReliable whether requests and replies take 0.1 to 1 ms and arrive; else a request is held up by another 0 to
 *     26 ms, one in ten requests and one in ten replies is lost, and the caller is told so at once
 * @param isLongReordering whether two of three replies are held up by 0.2 to 2.2 s, so that many overtake them
 * @param silence what becomes of a call over a link that is cut, or to a node that is down
 */
public record NetworkModel(boolean isReliable, boolean isLongReordering, Silence silence) {

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
        return new NetworkModel(true, false, Silence.LATE_FAILURE);
    }

    /** Slow and lossy; what cannot get through fails late. */
    public static NetworkModel unreliable() {
        return new NetworkModel(false, false, Silence.LATE_FAILURE);
    }

    /** This model with replies in order, or not. */
    public NetworkModel withLongReordering(boolean enabled) {
        return new NetworkModel(isReliable, enabled, silence);
    }

    /** This model, reliable or not. */
    public NetworkModel withReliability(boolean enabled) {
        return new NetworkModel(enabled, isLongReordering, silence);
    }

    /** This model with another fate of calls that cannot get through. */
    public NetworkModel withSilence(Silence newSilence) {
        return new NetworkModel(isReliable, isLongReordering, newSilence);
    }
}
