package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.core.protocol.RaftView;

/** What to say to whom the core did not want. */
final class NotTaken {

    private NotTaken() {}

    /** Of a core that does not lead, or is about to lead no more. */
    static RaftException by(RaftView view) {
        return view.role() == Role.LEADER
                ? new RaftException.Unavailable(
                        view.self() + " hands over its leadership, nothing was done: try again in a moment")
                : new RaftException.NotLeader(view.self(), view.leader());
    }
}
