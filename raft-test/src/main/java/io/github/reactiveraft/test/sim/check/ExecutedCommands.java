package io.github.reactiveraft.test.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which commands of the committed log are to be executed: each command of a session once, and those without one always
 * (thesis §6.3). Written down as simply as it can be said, and without a look at how the nodes do it.
 */
final class ExecutedCommands {

    private static final int LAG_BITS = 16;

    private final PrefixLog committed;
    private final SortedMap<Long, Client> clients = new TreeMap<>();
    /** How many are executed up to each index. */
    private final List<Long> counts = new ArrayList<>(List.of(0L));

    private long timeout;

    private static final class Client {
        private final SortedSet<Long> executed = new TreeSet<>();
        private long lastHeard;
        private long unanswered;
    }

    ExecutedCommands(PrefixLog committed) {
        this.committed = committed;
    }

    /** Whether the entry at an index is executed. */
    boolean includes(long index) {
        return upTo(index) > upTo(index - 1);
    }

    /** How many are executed up to an index, inclusive. */
    long upTo(long index) {
        while (counts.size() <= index) {
            LogPoint point = committed.at(counts.size());
            clients.values().removeIf(client -> point.timestamp() - client.lastHeard >= timeout);
            counts.add(counts.get(counts.size() - 1) + (isExecuted(point) ? 1 : 0));
        }
        return counts.get((int) index);
    }

    private boolean isExecuted(LogPoint point) {
        return switch (point.type()) {
            case NOOP -> false;
            case OPEN_SESSION -> {
                Client client = new Client();
                client.lastHeard = point.timestamp();
                clients.put(point.id().index(), client);
                timeout = point.payload();
                yield false;
            }
            case COMMAND -> point.session() == 0 || isFirst(point);
        };
    }

    private boolean isFirst(LogPoint point) {
        Client client = clients.get(point.session());
        if (client == null) {
            return false;
        }
        long sequence = point.sequence() >>> LAG_BITS;
        long lag = point.sequence() & ((1 << LAG_BITS) - 1);
        client.lastHeard = point.timestamp();
        client.unanswered = Math.max(client.unanswered, sequence - lag);
        return sequence >= client.unanswered && client.executed.add(sequence);
    }
}
