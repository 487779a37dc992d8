package io.github.reactiveraft.test.sim;

/**
 * What happens to messages by chance, each drawn for itself.
 *
 * @param requestLoss how probably a request gets lost; its caller learns of that what it would over a cut link
 * @param replyLoss how probably a reply gets lost
 * @param duplication how probably a request is delivered once more; the answer to that copy goes nowhere
 * @param lateReplay how probably such a copy arrives up to 60 s late, at whatever process of the node listens by then
 * @param corruption how probably the bytes of a message are damaged; needs a {@link SimNetwork#codec codec}
 * @param resetsPerMinute how often a connection that is in use is reset
 */
public record Disturbance(
        double requestLoss,
        double replyLoss,
        double duplication,
        double lateReplay,
        double corruption,
        double resetsPerMinute) {

    /** Nothing happens by chance. */
    public static final Disturbance NONE = new Disturbance(0, 0, 0, 0, 0, 0);

    private static final double LATE_SHARE = 0.01;

    /**
     * Checks that these are probabilities and a rate.
     *
     * @throws IllegalArgumentException if one is not
     */
    public Disturbance {
        requireProbability("requestLoss", requestLoss);
        requireProbability("replyLoss", replyLoss);
        requireProbability("duplication", duplication);
        requireProbability("lateReplay", lateReplay);
        requireProbability("corruption", corruption);
        if (!(resetsPerMinute >= 0)) {
            throw new IllegalArgumentException("resetsPerMinute is at least 0, but is " + resetsPerMinute);
        }
    }

    /** These, with messages of both directions getting lost with a probability. Only packets get lost. */
    public Disturbance withLoss(double probability) {
        return new Disturbance(probability, probability, duplication, lateReplay, corruption, resetsPerMinute);
    }

    /** These, with requests being delivered twice, one in a hundred of the copies late. Only packets are duplicated. */
    public Disturbance withDuplication(double probability) {
        return withDuplication(probability, LATE_SHARE);
    }

    /** These, with requests being delivered twice, and a share of the copies late. Only packets are duplicated. */
    public Disturbance withDuplication(double probability, double lateShare) {
        return new Disturbance(requestLoss, replyLoss, probability, lateShare, corruption, resetsPerMinute);
    }

    /** These, with the bytes of messages being damaged. */
    public Disturbance withCorruption(double probability) {
        return new Disturbance(requestLoss, replyLoss, duplication, lateReplay, probability, resetsPerMinute);
    }

    /** These, with connections being reset. */
    public Disturbance withResets(double perMinute) {
        return new Disturbance(requestLoss, replyLoss, duplication, lateReplay, corruption, perMinute);
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " takes 0 to 1, but is " + value);
        }
    }
}
