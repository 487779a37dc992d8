package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.HandoverAsked;
import io.github.reactiveraft.core.protocol.Event.HandoverLapsed;
import reactor.core.publisher.Mono;

/**
 * The way out of a node that is closed. A leader hands over first (thesis §3.10): it goes when another one leads, when
 * whoever was asked will not, and in any case after an election timeout. On the loop only.
 */
final class Departure {

    private final NodeParts parts;
    private final RaftLoop loop;
    private final StatusBoard board;
    private final Runnable goes;
    private boolean isUnderWay;

    Departure(NodeParts parts, RaftLoop loop, StatusBoard board, Runnable goes) {
        this.parts = parts;
        this.loop = loop;
        this.board = board;
        this.goes = goes;
    }

    /** The node is to be closed; only the first time counts. */
    void begin() {
        if (isUnderWay) {
            return;
        }
        isUnderWay = true;
        boolean isAlone = parts.settings().members().size() == 1;
        if (isAlone || loop.view().role() != Role.LEADER) {
            goes.run();
            return;
        }
        loop.step(new HandoverAsked());
        NodeId self = parts.settings().node();
        Mono<?> relieved = board.leaders()
                .filter(change ->
                        change.leader().filter(leader -> !leader.equals(self)).isPresent())
                .next();
        Mono<Long> late = Mono.delay(parts.settings().timing().electionTimeoutMax(), parts.loop());
        loop.follow(Mono.firstWithSignal(relieved, late), signal -> loop.execute(goes));
    }

    /** A role reported this. */
    void happened(Event event) {
        if (isUnderWay && event instanceof HandoverLapsed) {
            loop.execute(goes);
        }
    }
}
