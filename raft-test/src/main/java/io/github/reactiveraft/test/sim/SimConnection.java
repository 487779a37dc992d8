package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.PeerReply;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a process opened to a node: everything sent over it arrives in order, in both directions, or is lost with it. Both
 * ends learn of its end late, each for itself, and so a call that is made before the caller has learned of it is lost.
 */
final class SimConnection implements Route {

    private static final long CONNECT_TIMEOUT = Duration.ofSeconds(1).toNanos();

    private enum State {
        OPENING,
        OPEN,
        /** It is no more; the caller does not know. */
        BROKEN,
        /** The caller knows. */
        CLOSED
    }

    private final SimNetwork network;
    private final NetworkChance chance;
    private final Sender caller;
    private final NodeId from;
    private final NodeId to;
    private final SimStream there;
    private final SimStream back;
    private final long patience;
    /** Calls that wait for the connection to be open. */
    private final Set<SimCall> waiting = new LinkedHashSet<>();
    /** Calls that were sent and have no end. */
    private final Set<SimCall> sent = new LinkedHashSet<>();

    private final Set<Serving> servings = new LinkedHashSet<>();
    private @Nullable SimTransport callee;
    private boolean isHeard;
    private State state = State.OPENING;
    private long lastUse;

    SimConnection(SimNetwork network, Sender caller, NodeId to) {
        this.network = network;
        this.chance = network.chance();
        this.caller = caller;
        this.from = caller.node();
        this.to = to;
        this.there = new SimStream(this, network.link(from, to));
        this.back = new SimStream(this, network.link(to, from));
        this.patience = chance.patience();
    }

    void open() {
        there.carry(0, this::onKnock);
        network.after(CONNECT_TIMEOUT, from, to, () -> {
            if (state == State.OPENING) {
                close("could not be reached in time");
            }
        });
    }

    /** Whether there is no use in sending anything over it. */
    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Whether it is no more, known to the caller or not. */
    boolean isBroken() {
        return state == State.BROKEN || state == State.CLOSED;
    }

    /** Something waits in front of a cut: if it still does when patience is over, the connection is given up. */
    void suspect(BooleanSupplier isStuck) {
        network.after(patience, from, to, () -> {
            if (!isBroken() && isStuck.getAsBoolean()) {
                close("was silent for too long");
            }
        });
    }

    @Override
    public void send(SimCall call) {
        if (state == State.OPENING) {
            waiting.add(call);
        } else if (state == State.OPEN) {
            transmit(call);
            considerReset();
        } else {
            sent.add(call);
            if (there.isPassable() && back.isPassable()) {
                // The other side has nothing to do with this connection any more, and says so.
                network.after(chance.resetDelay(), to, from, () -> close("reset the connection"));
            }
        }
    }

    @Override
    public void cancel(SimCall call) {
        waiting.remove(call);
        if (sent.remove(call) && state == State.OPEN) {
            there.carry(0, call::stopServing);
        }
    }

    /** Breaks the connection: what is under way is lost, and both ends are about to learn of it. */
    void reset() {
        if (!isBroken()) {
            network.faults().onFault(Fault.RESET, this);
            breakOff();
            network.after(chance.resetDelay(), to, from, () -> close("reset the connection"));
        }
    }

    /** The process that opened it is gone. */
    void onCallerGone() {
        if (!isBroken()) {
            breakOff();
        }
        state = State.CLOSED;
    }

    /** The process that accepted it is gone; without a way back that cannot be told from a slow one. */
    void onCalleeGone() {
        if (!isBroken()) {
            breakOff();
            long delay = back.isPassable() ? chance.resetDelay() : patience;
            network.after(delay, to, from, () -> close("closed the connection"));
        }
    }

    private void onKnock() {
        SimTransport door = network.door(to);
        if (door == null) {
            back.carry(0, () -> close("refused the connection"));
        } else {
            callee = door;
            door.onAccepted(this);
            back.carry(0, this::onOpened);
        }
    }

    private void onOpened() {
        state = State.OPEN;
        lastUse = network.simulation().nanos();
        List.copyOf(waiting).forEach(this::transmit);
        waiting.clear();
    }

    private void transmit(SimCall call) {
        sent.add(call);
        there.carryRequest(call.parcel().byteCount(), chance, () -> onRequestArrived(call));
    }

    private void onRequestArrived(SimCall call) {
        SimTransport door = callee;
        if (door != null) {
            Back answer = new Back(call);
            Serving serving = new Serving(network, door, call, answer);
            answer.serving = serving;
            servings.add(serving);
            isHeard = true;
            call.serve(serving);
        }
    }

    /** An idle connection is not reset: nobody would notice. */
    private void considerReset() {
        long now = network.simulation().nanos();
        if (chance.isReset(now - lastUse)) {
            network.after(chance.resetDelay(), from, to, this::reset);
        }
        lastUse = now;
    }

    /** Ends the connection but for the caller's knowledge of it. */
    private void breakOff() {
        state = State.BROKEN;
        there.discard();
        back.discard();
        if (callee != null) {
            callee.onDropped(this);
        }
        long delay = there.isPassable() ? chance.resetDelay() : patience;
        network.after(delay, from, to, () -> {
            List<Serving> orphans = List.copyOf(servings);
            servings.clear();
            orphans.forEach(Serving::stop);
            orphans.forEach(Serving::forget);
            if (callee != null && isHeard) {
                callee.gone(caller);
            }
        });
    }

    /** The caller learns that the connection has ended. */
    private void close(String why) {
        if (!isBroken()) {
            breakOff();
        }
        if (state == State.BROKEN) {
            state = State.CLOSED;
            List<SimCall> unsent = List.copyOf(waiting);
            List<SimCall> unanswered = List.copyOf(sent);
            waiting.clear();
            sent.clear();
            unsent.forEach(call -> call.fail(to + " " + why, false));
            unanswered.forEach(call -> call.fail(why));
        }
    }

    @Override
    public String toString() {
        return from + " => " + to;
    }

    private final class Back implements Serving.Asker {
        private final SimCall call;
        private @Nullable Serving serving;

        Back(SimCall call) {
            this.call = call;
        }

        @Override
        public void onReply(SimTransport answering, RaftResponse response) {
            if (serving != null) {
                servings.remove(serving);
            }
            Parcel<PeerReply> reply = network.framing().pack(answering.local(), from, response);
            back.carryReply(reply.byteCount(), chance, () -> {
                sent.remove(call);
                if (!call.isEnded()) {
                    call.onReplyArrived(response, reply);
                }
            });
        }

        /** The connection is told, too, and ends all its calls. */
        @Override
        public void onCalleeGone() {}
    }
}
