package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import org.jspecify.annotations.Nullable;

/** Where commands and reads go: into the log of this node, or to the leader. From any thread. */
final class Routes {

    private final RaftSettings settings;
    private final RaftLoop loop;
    private final StatusBoard board;

    Routes(RaftSettings settings, RaftLoop loop, StatusBoard board) {
        this.settings = settings;
        this.loop = loop;
        this.board = board;
    }

    /** A leadership on a disk that gets nowhere is about to end: what is proposed to it has no chance. */
    boolean leads() {
        boolean leads = loop.view().role() == Role.LEADER;
        if (leads && !board.status().storage().isWritable()) {
            throw new RaftException.Unavailable(
                    settings.node() + " cannot lead, nothing was done: try another member" + ownDisk());
        }
        return leads;
    }

    private String ownDisk() {
        return switch (board.status().storage()) {
            case FULL -> "; its own disk is full, free some space there";
            case STALLED -> "; its own disk has stalled, check the device";
            case DAMAGED -> "; damage cost its own log entries, which only other members can give back";
            case OK, UNKNOWN -> "";
        };
    }

    /**
     * The leader to ask; null if this node leads. The published one, not the one of the latest step: forwarding waits for as long as that
     * is published.
     */
    @Nullable
    NodeId leaderToAsk() {
        NodeId self = settings.node();
        // First: the view is never behind it, so that whoever was told that this node leads finds that it does.
        RaftStatus known = board.status();
        if (leads()) {
            return null;
        }
        NodeId leader = known.leader()
                .filter(node -> !node.equals(self))
                .orElseThrow(() -> new RaftException.Unavailable(
                        self + " knows no leader in term " + known.term() + ": try again in a moment" + ownDisk()));
        if (!settings.forwarding()) {
            throw new RaftException.NotLeader(self, leader);
        }
        return leader;
    }

    /** To whoever takes this node for the leader. */
    RaftException.NotLeader notLeader() {
        return new RaftException.NotLeader(settings.node(), loop.view().leader());
    }
}
