package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.session.Admission;
import io.github.reactiveraft.api.session.CommandSession;
import io.github.reactiveraft.api.session.Submission;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The commands of the application: each goes into the log of this node or to the leader, in the session of this node, until
 * its outcome is known.
 *
 * @param <C> commands
 * @param <R> what the state machine puts out
 */
final class Commands<C, R> {

    private final StateMachine<C, ?, R> machine;
    private final Routes routes;
    private final Proposals<R> proposals;
    private final Forwarding forwarding;
    private final Payloads payloads;
    private final Admission admission;
    private final RaftSettings settings;
    private final CommandSession session;

    /** @param routes knows where to */
    Commands(
            StateMachine<C, ?, R> machine,
            NodeParts parts,
            Routes routes,
            Proposals<R> proposals,
            Forwarding forwarding) {
        this.machine = machine;
        this.routes = routes;
        this.proposals = proposals;
        this.forwarding = forwarding;
        this.settings = parts.settings();
        this.payloads = new Payloads(settings.limits().entryBytes());
        this.admission = new Admission(settings.node(), settings.limits());
        this.session = new CommandSession(
                Mono.defer(this::openSession),
                settings.timing().heartbeat(),
                settings.sessions().patience(),
                parts.loop());
    }

    /** One command: executed once, however often it is subscribed to. */
    Mono<R> submit(C command) {
        return Submission.once(submission -> {
            Bytes payload = payloads.encode(machine.commandCodec(), command);
            if (!settings.sessions().isExactlyOnce()) {
                return send(null, payload, submission::taken);
            }
            int size = EntryBatch.ENTRY_OVERHEAD + payload.length();
            RaftException overloaded = admission.admit(size);
            if (overloaded != null) {
                throw overloaded;
            }
            return session.<R>send(ticket -> send(ticket, payload, submission::taken))
                    .doFinally(signal -> admission.release(size));
        });
    }

    private Mono<R> send(@Nullable Ticket ticket, Bytes payload, BooleanSupplier claim) {
        NodeId leader = routes.leaderToAsk();
        if (leader == null) {
            return propose(ticket, payload, claim);
        }
        if (!claim.getAsBoolean()) {
            return Mono.empty();
        }
        return forwarding
                .submit(leader, ticket, payload)
                .map(result -> payloads.decodeDone(machine.resultCodec(), result));
    }

    /** One command of a client elsewhere, in whose session it is, if in any: sent once, from here. */
    Mono<Bytes> submit(@Nullable Ticket ticket, Bytes payload) {
        payloads.checkSize(payload);
        NodeId leader = routes.leaderToAsk();
        return leader == null ? submitHere(ticket, payload) : forwarding.submit(leader, ticket, payload);
    }

    /** The same, with this node in the lead; what cannot be decoded does not get into the log. */
    Mono<Bytes> submitHere(@Nullable Ticket ticket, Bytes payload) {
        payloads.checkSize(payload);
        payloads.decode(machine.commandCodec(), payload);
        return propose(ticket, payload, () -> true).map(result -> payloads.encodeDone(machine.resultCodec(), result));
    }

    private Mono<R> propose(@Nullable Ticket ticket, Bytes payload, BooleanSupplier claim) {
        Proposal proposal = ticket == null ? Proposal.command(payload) : Proposal.command(ticket, payload);
        return Mono.create(sink -> proposals.enqueue(proposal, new CommandWaiter<>(claim, sink)));
    }

    /** The node stops. */
    void close(RaftException cause) {
        session.close(cause);
    }

    /** A session, for whomever. */
    Mono<Long> openSession() {
        NodeId leader = routes.leaderToAsk();
        return leader == null ? proposeSession() : forwarding.openSession(leader);
    }

    /** Opens a session with the log of this node, which leads. */
    Mono<Long> proposeSession() {
        SessionWaiter<R> waiter = new SessionWaiter<>();
        proposals.enqueue(Proposal.openSession(settings.sessions().timeout()), waiter);
        return waiter.outcome();
    }
}
