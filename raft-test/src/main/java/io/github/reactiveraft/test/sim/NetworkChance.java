package io.github.reactiveraft.test.sim;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Everything that the network draws. What its model rules out is not drawn, so that it changes nothing else. */
final class NetworkChance {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final double UNRELIABLE_LOSS = 0.1;

    private final RandomGenerator random;
    private NetworkModel model = NetworkModel.reliable();

    NetworkChance(RandomGenerator random) {
        this.random = random;
    }

    RandomGenerator random() {
        return random;
    }

    NetworkModel model() {
        return model;
    }

    void model(NetworkModel newModel) {
        this.model = newModel;
    }

    long requestDelay(SimLink link) {
        return link.latency() + (model.isReliable() ? 0 : random.nextLong(26 * MILLI + 1));
    }

    long replyDelay(SimLink link) {
        if (!model.isLongReordering() || random.nextInt(3) == 0) {
            return link.latency();
        }
        return link.latency() + 200 * MILLI + random.nextLong(random.nextLong(1, 2001) * MILLI);
    }

    /** How much later than at once a late copy arrives. */
    long replayDelay() {
        return random.nextLong(60 * SECOND);
    }

    /** When a packet that nobody gets is found to be lost. */
    long lateFailure() {
        return random.nextLong(7 * SECOND);
    }

    /** When the end of a connection, or of the process at its other end, is noticed. */
    long resetDelay() {
        return random.nextLong(100 * MILLI);
    }

    /** When a connection that brings nothing back is found to be dead: keep-alives go every 10 s, for 30 s in vain. */
    long patience() {
        return random.nextLong(30 * SECOND, 40 * SECOND);
    }

    /** Whether an unreliable network lost a message and says so. */
    boolean isLostKnowingly() {
        return !model.isReliable() && random.nextDouble() < UNRELIABLE_LOSS;
    }

    boolean isRequestLost() {
        return happens(model.disturbance().requestLoss());
    }

    boolean isReplyLost() {
        return happens(model.disturbance().replyLoss());
    }

    boolean isDuplicated() {
        return happens(model.disturbance().duplication());
    }

    boolean isReplayedLate() {
        return happens(model.disturbance().lateReplay());
    }

    boolean isCorrupted() {
        return happens(model.disturbance().corruption());
    }

    /** Whether a connection is reset, having lived for so many nanoseconds since this was asked last. */
    boolean isReset(long nanos) {
        return happens(model.disturbance().resetsPerMinute() * nanos / MINUTE);
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
