package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.spi.PeerReply;

/** Every message travels on its own: it may get lost, be overtaken, or arrive twice. */
final class Packets implements Route {

    private final SimNetwork network;
    private final NetworkChance chance;
    private final FaultLog faults;

    Packets(SimNetwork network, NetworkChance chance, FaultLog faults) {
        this.network = network;
        this.chance = chance;
        this.faults = faults;
    }

    @Override
    public void send(SimCall call) {
        SimLink link = network.link(call.from(), call.to());
        if (!link.isPassable() || network.door(call.to()) == null) {
            failUnreachable(call, false);
            return;
        }
        link.carry(() -> onRequestArrived(call, link), call.parcel().byteCount(), chance.requestDelay(link));
        // A client's command that arrives twice would be executed twice: nothing tells the copy from a second command.
        // No transport that keeps its contract delivers it twice.
        if (!(call.request() instanceof Forward) && chance.isDuplicated()) {
            duplicate(call, link);
        }
    }

    @Override
    public void cancel(SimCall call) {
        SimLink link = network.link(call.from(), call.to());
        link.carry(
                () -> {
                    if (link.isPassable()) {
                        call.stopServing();
                    }
                },
                0,
                link.latency());
    }

    private void duplicate(SimCall call, SimLink link) {
        boolean isLate = chance.isReplayedLate();
        faults.onFault(isLate ? Fault.LATE_REPLAY : Fault.DUPLICATE, link);
        long more = isLate ? chance.replayDelay() : 0;
        link.carry(() -> onCopyArrived(call, link), call.parcel().byteCount(), chance.requestDelay(link) + more);
    }

    private void onCopyArrived(SimCall call, SimLink link) {
        SimTransport door = network.door(call.to());
        if (door != null && link.isPassable()) {
            new Serving(network, door, call, Serving.NOBODY).start();
        }
    }

    /** Not even a cancelled request can be called back from the network. */
    private void onRequestArrived(SimCall call, SimLink link) {
        SimTransport door = network.door(call.to());
        if (chance.isLostKnowingly()) {
            faults.counts().add(Fault.LOSS);
            call.fail("got no request");
        } else if (chance.isRequestLost()) {
            faults.onFault(Fault.LOSS, link);
            failSilently(call);
        } else if (door == null || !link.isPassable()) {
            failUnreachable(call, true);
        } else {
            call.serve(new Serving(network, door, call, new Back(call)));
        }
    }

    /** A message vanished between two that could talk to each other. */
    private void failSilently(SimCall call) {
        if (chance.model().silence() == NetworkModel.Silence.LATE_FAILURE) {
            network.after(chance.lateFailure(), call.from(), call.to(), () -> call.fail("cannot be reached"));
        }
    }

    private void failUnreachable(SimCall call, boolean isMaybeDelivered) {
        NodeId to = call.to();
        if (chance.model().silence() != NetworkModel.Silence.REFUSED) {
            failSilently(call);
        } else if (network.door(to) == null) {
            long latency = network.link(call.from(), to).latency();
            network.after(latency, call.from(), to, () -> call.fail(to + " refused the connection", isMaybeDelivered));
        }
    }

    /** The way of the answer to a call. */
    private final class Back implements Serving.Asker {
        private final SimCall call;
        private final SimLink link;

        Back(SimCall call) {
            this.call = call;
            this.link = network.link(call.to(), call.from());
        }

        @Override
        public void onReply(SimTransport answering, RaftResponse response) {
            Parcel<PeerReply> reply = network.framing().pack(answering.local(), call.from(), response);
            if (!link.isPassable()) {
                failUnreachable(call, true);
            } else if (chance.isLostKnowingly()) {
                faults.counts().add(Fault.LOSS);
                network.after(0, call.to(), call.from(), () -> call.fail("was heard by nobody"));
            } else if (chance.isReplyLost()) {
                faults.onFault(Fault.LOSS, link);
                failSilently(call);
            } else {
                link.carry(() -> onReplyArrived(response, reply), reply.byteCount(), chance.replyDelay(link));
            }
        }

        private void onReplyArrived(RaftResponse response, Parcel<PeerReply> reply) {
            if (call.isEnded() || !call.isCalleeOpen()) {
                return;
            }
            if (link.isPassable()) {
                call.onReplyArrived(response, reply);
            } else {
                failUnreachable(call, true);
            }
        }

        @Override
        public void onCalleeGone() {
            if (chance.model().silence() != NetworkModel.Silence.FOREVER) {
                network.after(chance.resetDelay(), call.to(), call.from(), () -> call.fail("closed the connection"));
            }
        }
    }
}
