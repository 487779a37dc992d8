package io.github.reactiveraft.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.RaftTransport;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/**
 * What becomes of connections and calls while nodes come, go, stay silent and come back.
 */
interface TransportLifecycleContract extends TransportUnderTest {

    private static AppendEntries heartbeat(long previousIndex) {
        return new AppendEntries(3, NodeId.of("n1"), new EntryId(2, previousIndex), 1, EntryBatch.empty());
    }

    private static void isPeerException(Throwable error, boolean isCertainlyNotDelivered) {
        PeerException typed = assertInstanceOf(PeerException.class, error);
        if (isCertainlyNotDelivered) {
            assertFalse(typed.isMaybeDelivered(), () -> "nothing was sent: " + typed);
        }
    }

    @Test
    default void silentPeerIsWaitedForUntilTheCallIsCancelled() {
        Sinks.Empty<Void> arrived = Sinks.empty();
        AtomicInteger signals = new AtomicInteger();
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            nodes.start("n2", (from, request) -> {
                boolean isSilent = request instanceof GetStatus;
                Sinks.EmitResult seen = isSilent ? arrived.tryEmitEmpty() : Sinks.EmitResult.OK;
                return isSilent && seen.isSuccess() ? Mono.never() : Mono.just(new Appended(1, 1));
            });
            Disposable silent = sender.peer(NodeId.of("n2"))
                    .call(new GetStatus())
                    .doOnEach(signal -> signals.incrementAndGet())
                    .subscribe();
            StepVerifier.create(arrived.asMono()).expectComplete().verify(ContractNodes.SOON);

            for (int i = 1; i <= 100; i++) {
                ContractNodes.call(sender, "n2", heartbeat(i));
            }
            silent.dispose();

            assertEquals(0, signals.get());
            ContractNodes.call(sender, "n2", heartbeat(101));
        }
    }

    @Test
    default void unreachablePeerFailsTheCall() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));

            for (int i = 0; i < 3; i++) {
                StepVerifier.create(sender.peer(NodeId.of("n2")).call(new GetStatus()))
                        .expectErrorSatisfies(error -> isPeerException(error, true))
                        .verify(ContractNodes.SOON);
            }
        }
    }

    @Test
    default void stopFailsPendingCallsAtBothEnds() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport stopped = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            RaftTransport other = nodes.start("n3", ContractNodes.answering(new Appended(1, 1)));
            Sinks.Many<Sender> arrivals = Sinks.many().unicast().onBackpressureBuffer();
            RaftTransport silent = nodes.start("n2", (from, request) -> {
                arrivals.tryEmitNext(from).orThrow();
                return Mono.never();
            });

            StepVerifier.create(stopped.peer(NodeId.of("n2")).call(new GetStatus()))
                    .then(() -> nodes.stop(stopped))
                    .expectErrorSatisfies(error -> isPeerException(error, false))
                    .verify(ContractNodes.SOON);
            StepVerifier.create(other.peer(NodeId.of("n2")).call(new GetStatus()))
                    .then(() -> StepVerifier.create(arrivals.asFlux()
                                    .filter(from -> from.node().equals(NodeId.of("n3")))
                                    .next())
                            .expectNextCount(1)
                            .expectComplete()
                            .verify(ContractNodes.SOON))
                    .then(() -> nodes.stop(silent))
                    .expectErrorSatisfies(error -> assertTrue(
                            assertInstanceOf(PeerException.class, error).isMaybeDelivered()))
                    .verify(ContractNodes.SOON);
            StepVerifier.create(stopped.peer(NodeId.of("n2")).call(new GetStatus()))
                    .expectErrorSatisfies(error -> isPeerException(error, true))
                    .verify(ContractNodes.SOON);
        }
    }

    @Test
    default void restartedPeerIsReachedAgainOnItsAddress() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            for (int incarnation = 1; incarnation <= 4; incarnation++) {
                LocalNode local = ContractNodes.local("orders", "main", "n2", incarnation);
                RaftTransport peer =
                        nodes.start(nodes.transport("n2"), local, ContractNodes.answering(new Appended(1, 1)));

                assertEquals(local.self(), nodes.callUntilReached(sender, "n2").from());

                nodes.stop(peer);
            }
        }
    }

    @Test
    default void nodesMayStartInAnyOrder() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport n3 = nodes.start("n3", ContractNodes.answering(new Appended(1, 1)));
            StepVerifier.create(n3.peer(NodeId.of("n1")).call(new GetStatus()))
                    .expectError(PeerException.class)
                    .verify(ContractNodes.SOON);
            RaftTransport n1 = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            RaftTransport n2 = nodes.start("n2", ContractNodes.answering(new Appended(1, 1)));

            for (RaftTransport from : List.of(n1, n2, n3)) {
                for (String target : List.of("n1", "n2", "n3")) {
                    assertEquals(
                            NodeId.of(target),
                            nodes.callUntilReached(from, target).from().node());
                }
            }
        }
    }

    @Test
    default void busyAddressFailsTheStartAndStaysWithItsOwner() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            nodes.start("n2", ContractNodes.answering(new Appended(1, 1)));
            RaftTransport late = nodes.transport("n2");
            RaftTransport sender = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));

            StepVerifier.create(late.start(ContractNodes.local("n2"), ContractNodes.answering(new Appended(1, 2))))
                    .expectErrorSatisfies(error -> assertTrue(
                            String.valueOf(error.getMessage()).contains(late.address()), "names the address: " + error))
                    .verify(ContractNodes.SOON);
            nodes.stop(late);

            assertEquals(
                    new Appended(1, 1),
                    ContractNodes.call(sender, "n2", new GetStatus()).response());
        }
    }

    @Test
    default void stopIsIdempotentAndMayComeBeforeStart() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport never = nodes.transport("n1");
            nodes.stop(never);
            nodes.stop(never);
            RaftTransport once = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            nodes.stop(once);
            nodes.stop(once);
        }
    }

    @Test
    default void peersAreKnownByTheirAddresses() {
        try (ContractNodes nodes = new ContractNodes(this)) {
            RaftTransport transport = nodes.start("n1", ContractNodes.answering(new Appended(1, 1)));
            NodeId n2 = NodeId.of("n2");

            assertSame(transport.peer(n2), transport.peer(n2));
            assertEquals(n2, transport.peer(n2).id());
            assertEquals(nodes.addresses().get(n2), transport.peer(n2).address());
            assertEquals(nodes.addresses().get(NodeId.of("n1")), transport.address());
            assertThrows(IllegalArgumentException.class, () -> transport.peer(NodeId.of("n9")));
        }
    }
}
