package io.github.reactiveraft.test.sim;

/** One direction of a connection: what is sent later arrives later, and waits in front of a cut. */
final class SimStream {

    private final SimConnection connection;
    private final SimLink link;
    private long lastArrival;

    SimStream(SimConnection connection, SimLink link) {
        this.connection = connection;
        this.link = link;
    }

    boolean isPassable() {
        return link.isPassable();
    }

    /** Sends what goes at once. */
    void carry(int byteCount, Runnable arrival) {
        carry(byteCount, link.latency(), arrival);
    }

    void carryRequest(int byteCount, NetworkChance chance, Runnable arrival) {
        carry(byteCount, chance.requestDelay(link), arrival);
    }

    void carryReply(int byteCount, NetworkChance chance, Runnable arrival) {
        carry(byteCount, chance.replyDelay(link), arrival);
    }

    /** The connection is broken: what waits in front of a cut waits in vain. */
    void discard() {
        link.discardVoid();
    }

    private void carry(int byteCount, long latency, Runnable arrival) {
        link.carry(new Segment(arrival), byteCount, latency);
    }

    private final class Segment implements Message {
        private final Runnable action;
        private boolean isArrived;

        Segment(Runnable action) {
            this.action = action;
        }

        @Override
        public long arrival(long earliest) {
            lastArrival = Math.max(lastArrival, earliest);
            return lastArrival;
        }

        @Override
        public boolean isPatient() {
            return !isVoid();
        }

        @Override
        public void onCut() {
            connection.suspect(() -> !isArrived && !isPassable());
        }

        @Override
        public boolean isVoid() {
            return connection.isBroken();
        }

        @Override
        public void arrive() {
            isArrived = true;
            if (!isVoid()) {
                action.run();
            }
        }
    }
}
