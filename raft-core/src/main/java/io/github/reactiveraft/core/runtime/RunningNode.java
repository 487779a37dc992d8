package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.RoleChange;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.DiskStalled;
import io.github.reactiveraft.core.protocol.Event.SnapshotStaged;
import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import io.github.reactiveraft.core.protocol.RaftCore;
import io.github.reactiveraft.core.replicated.Applied;
import io.github.reactiveraft.core.replicated.Replica;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A node put together from its parts: the only place that knows all of them. Starts when told, stops once.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class RunningNode<C, Q, R> implements RaftNode<C, Q, R> {

    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);

    private final NodeParts parts;
    private final Recovered recovered;
    private final IoLane io;
    private final RaftLoop loop;
    private final LogWriter writer;
    private final DiskWatch disk;
    private final Applier<C, R> applier;
    private final Digests<R> digests;
    private final StatusBoard board;
    private final ClientDoor<C, Q, R> door;
    private final InboundRpcs rpcs;
    private final ClientGateway clients;
    private final RoleFlows roles;
    private final EffectRunner effects;
    private final List<RaftPeer> peers;
    private final ClusterSurvey survey;
    private final Watches<R> watches;
    private final Snapshots snapshots;
    private final Departure departure;
    private final Sinks.One<Void> terminated = Sinks.one();
    private boolean isStopping;

    /** Puts a node together around what its storage held; nothing runs yet. */
    public RunningNode(NodeParts parts, Recovered recovered, StateMachine<C, Q, R> machine) {
        this.parts = parts;
        this.recovered = recovered;
        RaftSettings settings = parts.settings();
        NodeId self = settings.node();
        io = new IoLane(parts.io());
        loop = new RaftLoop(new RaftCore(self, recovered), parts.loop(), parts.observer());
        disk = new DiskWatch(parts);
        writer = new LogWriter(parts.storage(), io, parts.loop(), cause -> loop.execute(() -> full(cause)));
        LogTail tail = new LogTail(settings.limits().tailBytes());
        LogReader log = new LogReader(tail, io, parts);
        watches = new Watches<>(self, ring(recovered, machine.resultCodec(), settings.limits()), loop::execute);
        board = new StatusBoard(loop.view());
        departure = new Departure(parts, loop, board, () -> stop(new RaftException.Closed(self)));
        door = new ClientDoor<>(loop, machine, parts, board);
        Replica<C, R> replica = new Replica<>(machine);
        digests = new Digests<>(parts, replica, machine.resultCodec());
        Outputs<R> outputs = new Outputs<>(door.proposals(), watches);
        applier = new Applier<>(parts, log, replica, outputs, digests);
        SnapshotShelf shelf = new SnapshotShelf(parts, recovered.snapshot());
        rpcs = new InboundRpcs(
                loop,
                board::status,
                door::forwarded,
                shelf::piece,
                digests::answer,
                new EntryLender(parts, loop::view, log)::answer);
        clients = new RemoteClients<>(
                machine, door, watches, board, settings.limits().entryBytes());
        Supersession supersession = new Supersession(parts, io, loop);
        peers = peers(parts, (reply, refused) -> loop.execute(() -> superseded(supersession, reply, refused)));
        roles = new RoleFlows(parts, peers, loop::view, log, shelf, disk);
        snapshots = new Snapshots(
                shelf,
                new SnapshotTaker(parts, replica, () -> loop.view().membership(), roles::lowestOffer),
                new SnapshotFetcher(parts));
        survey = new ClusterSurvey(parts, peers, board);
        effects = new EffectRunner(
                parts,
                loop,
                tail,
                writer,
                new EffectRunner.Rooms(disk, rpcs, roles, door.proposals(), door.reads(), applier, snapshots));
    }

    /** It begins with the state that the node starts with: nobody is told what came before. */
    private static <R> EventRing<R> ring(Recovered recovered, Codec<R> codec, RaftLimits limits) {
        SnapshotMeta snapshot = recovered.snapshot();
        return new EventRing<>(codec, limits.watchBytes(), snapshot == null ? 0 : snapshot.index());
    }

    private static List<RaftPeer> peers(NodeParts parts, BiConsumer<PeerReply, Refused> onSuperseded) {
        return parts.settings().members().stream()
                .filter(member -> !member.equals(parts.settings().node()))
                .<RaftPeer>map(member -> new AttentivePeer(new TransportPeer(parts.transport(), member), onSuperseded))
                .toList();
    }

    /** Opens the door to the peers, then starts the flows; fails, with nothing running, if it cannot open. */
    public Mono<RaftNode<C, Q, R>> start() {
        RaftSettings settings = parts.settings();
        LocalNode local = new LocalNode(
                settings.cluster(),
                settings.group(),
                new Sender(settings.node(), recovered.incarnation()),
                settings.limits().entryBytes(),
                settings.limits().batchBytes());
        return Mono.defer(() -> {
                    loop.connect(effects, this::afterBurst, this::failed);
                    return parts.transport()
                            .start(local, new Doors(rpcs, from -> loop.execute(() -> roles.gone(from)), clients));
                })
                .then(Mono.fromRunnable(() -> peers.forEach(RaftPeer::address)))
                .then(Mono.<RaftNode<C, Q, R>>create(sink -> loop.execute(() -> {
                    run();
                    sink.success(this);
                })));
    }

    private void run() {
        loop.follow(writer.durable(), group -> loop.execute(() -> effects.durable(group)));
        SnapshotMeta snapshot = recovered.snapshot();
        if (snapshot != null) {
            door.reads().adopted(snapshot);
            applier.adopted(snapshot);
        }
        loop.follow(applier.applied(), this::applied);
        loop.follow(snapshots.taker().taken(), taken -> loop.execute(() -> taken(taken)));
        loop.follow(snapshots.shelf().check().sound(), sound -> {});
        loop.follow(snapshots.fetcher().staged(), staged -> loop.execute(() -> staged(staged)));
        loop.follow(new DigestWatch(parts, peers, loop::view).differences(digests.taken()), warned -> {});
        loop.follow(door.readAnswers(), answered -> {});
        loop.follow(new Repair(parts, io, peers, loop::view, recovered.stranded()).found(), loop::emit);
        loop.follow(new Doubt(parts, io, peers, loop::view).told(), loop::emit);
        loop.follow(roles.events(), this::happened);
        loop.follow(new Introductions(parts, peers).met(), loop::emit);
        roles.enter(loop.view());
        LOG.info(
                "node={} term={} lastIndex={} started cluster={} members={}",
                parts.settings().node(),
                loop.view().term(),
                recovered.lastIndex(),
                parts.settings().cluster(),
                parts.settings().members());
    }

    private void happened(Event event) {
        loop.emit(event);
        departure.happened(event);
    }

    private void applied(AppliedSlice slice) {
        snapshots.taker().applied(slice);
        door.reads().applied(applier.lastApplied());
        afterBurst();
    }

    private void taken(SnapshotTaken taken) {
        loop.step(taken);
        snapshots.taker().stepped();
    }

    private void staged(SnapshotStaged staged) {
        loop.step(staged);
        snapshots.fetcher().stepped();
    }

    /** A leader gives up at once. */
    private void full(StorageException cause) {
        disk.full(cause);
        loop.step(new DiskStalled(loop.view().epoch()));
    }

    private void superseded(Supersession supersession, PeerReply reply, Refused refused) {
        if (!isStopping) {
            supersession.told(reply, refused);
        }
    }

    private void afterBurst() {
        roles.wake();
        StorageHealth storage = disk.health(loop.view());
        door.reads().look(loop.view(), storage);
        board.publish(loop.view(), applier.lastApplied(), storage);
    }

    private void failed(Throwable cause) {
        if (!isStopping) {
            LOG.error(
                    "node={} term={} stops: {}",
                    parts.settings().node(),
                    loop.view().term(),
                    cause,
                    cause);
            stop(new RaftException.Fatal(
                    parts.settings().node() + " stopped: " + cause.getMessage() + "; restart it once that is mended",
                    cause));
        }
    }

    /** Ends everything in this order: flows, waiters, the door, the writes under way, the disk. On the loop only. */
    private void stop(RaftException cause) {
        if (isStopping) {
            return;
        }
        isStopping = true;
        loop.close();
        door.close(cause);
        rpcs.close();
        watches.close(cause);
        board.close(cause);
        Mono<Void> storageClosed = io.call(() -> {
                    parts.storage().close();
                    return true;
                })
                .then();
        loop.finish(parts.transport().stop().then(storageClosed).doFinally(signal -> end(cause)));
    }

    private void end(RaftException cause) {
        LOG.info("node={} stopped", parts.settings().node());
        if (cause instanceof RaftException.Closed) {
            terminated.tryEmitEmpty();
        } else {
            terminated.tryEmitError(cause);
        }
    }

    @Override
    public NodeId id() {
        return parts.settings().node();
    }

    @Override
    public Mono<R> submit(C command) {
        return door.submit(command);
    }

    @Override
    public Mono<R> read(Q query, ReadMode mode) {
        return door.read(query, mode);
    }

    @Override
    public Flux<Change<R>> watch() {
        return watches.watch();
    }

    @Override
    public Flux<Change<R>> watch(long fromIndex) {
        return watches.watch(fromIndex);
    }

    @Override
    public RaftStatus status() {
        return board.status();
    }

    @Override
    public Flux<RaftStatus> statuses() {
        return board.statuses();
    }

    @Override
    public Flux<RoleChange> roles() {
        return board.roles();
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return board.leaders();
    }

    @Override
    public Mono<List<MemberStatus>> cluster() {
        return survey.ask();
    }

    @Override
    public Mono<Void> terminated() {
        return terminated.asMono();
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            loop.execute(departure::begin);
            return terminated.asMono().onErrorComplete(RaftException.Fatal.class);
        });
    }

    /** Where the state machine's output goes. */
    private record Outputs<R>(Proposals<R> proposals, Watches<R> watches) implements ApplyListener<R> {

        @Override
        public void restored(SnapshotMeta snapshot) {
            watches.jump(snapshot.index());
        }

        @Override
        public void applied(long index, Applied<R> applied) {
            watches.applied(index, applied.changes());
            proposals.applied(index, applied);
        }
    }
}
