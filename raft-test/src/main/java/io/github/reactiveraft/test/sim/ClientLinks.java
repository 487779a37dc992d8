package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A client's ways to the members it knows, and which of them to ask: the same one as long as it answers, then the next one; now
 * and then another one for no reason, as a client does that was started again elsewhere.
 */
final class ClientLinks {

    /** A connection on which nothing comes back for so long is given up. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final int STAY_QUESTION_COUNT = 50;

    private final SimNetwork network;
    private final Scheduler world;
    private final RandomGenerator random;
    private final List<ClientWay> ways = new ArrayList<>();
    private int turn;

    ClientLinks(SimNetwork network, NodeId client, List<NodeId> members, Scheduler world) {
        Simulation simulation = network.simulation();
        this.network = network;
        this.world = world;
        this.random = simulation.random("links of " + client);
        for (NodeId member : members) {
            SimLink there = new SimLink(simulation, random, network.faults(), client, member);
            SimLink back = new SimLink(simulation, random, network.faults(), member, client);
            ways.add(new ClientWay(client, member, there, back));
        }
        this.turn = random.nextInt(ways.size());
    }

    /** Asks one member once. If no answer comes, the outcome is unknown. */
    Mono<ClientAnswer> ask(ClientQuestion<ClientAnswer> question) {
        return Mono.defer(() -> {
            int chosen = choose();
            ClientWay way = ways.get(chosen);
            return Mono.<ClientAnswer>create(sink -> new ClientCall(network, way, question, sink).start())
                    .timeout(SILENCE, world)
                    .onErrorMap(
                            TimeoutException.class, silence -> ClientFailures.unknown(way.member() + " did not answer"))
                    .doOnError(failure -> passOver(chosen, failure));
        });
    }

    /** What one member tells, until the connection is lost. */
    <T> Flux<T> listen(ClientQuestion<T> question) {
        return Flux.defer(() -> {
            int chosen = choose();
            return Flux.<T>create(sink -> new ClientStream<>(network, ways.get(chosen), question, sink).start())
                    .doOnError(failure -> passOver(chosen, failure));
        });
    }

    private int choose() {
        if (random.nextInt(STAY_QUESTION_COUNT) == 0) {
            turn = random.nextInt(ways.size());
        }
        return turn;
    }

    private void passOver(int chosen, Throwable failure) {
        boolean isOfNoUse =
                failure instanceof RaftException.Unavailable || failure instanceof RaftException.OutcomeUnknown;
        if (isOfNoUse && turn == chosen) {
            turn = (chosen + 1) % ways.size();
        }
    }
}
