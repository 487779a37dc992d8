package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every replica gives its state machine the committed commands, all of them, once, in order, and nothing else (§5.4.3);
 * those that a client sent again it leaves out (thesis §6.3).
 */
public final class ApplyOrder {

    private static final String RULE = "State-machine safety (§5.4.3)";

    private final PrefixLog committed;
    private final ExecutedCommands executed;
    private final SortedMap<NodeId, Long> applied = new TreeMap<>();

    /** Compares with a committed log that goes on growing. */
    public ApplyOrder(PrefixLog committed) {
        this.committed = committed;
        this.executed = new ExecutedCommands(committed);
    }

    /** How many commands a state stands for that is as of a committed index. */
    public long executedUpTo(long index) {
        return executed.upTo(index);
    }

    /** A node starts with an empty state machine. */
    public void onStart(NodeId node) {
        applied.remove(node);
    }

    /**
     * A node's state becomes that of a snapshot; answers how many commands that stands for. It never goes back, and never
     * stays: a snapshot of what was applied has nothing to give (§7).
     */
    public long onRestored(NodeId node, EntryId last) {
        Violation.unless(
                last.index() <= committed.lastIndex()
                        && committed.at(last.index()).id().equals(last),
                RULE,
                () -> node + " restores the state after " + last + ", which is not committed");
        long count = executed.upTo(last.index());
        long before = applied.getOrDefault(node, 0L);
        Violation.unless(
                count >= before,
                "A snapshot never takes back what was applied (§7)",
                () -> node + " restores the state after command " + count + " behind command " + before);
        applied.put(node, count);
        return count;
    }

    /** A node's state machine is given this entry, whose payload has this fingerprint; answers its application index. */
    public long onApplied(NodeId node, EntryId id, long payload) {
        Violation.unless(
                id.index() <= committed.lastIndex(), RULE, () -> node + " applies " + id + ", which is not committed");
        LogPoint point = committed.at(id.index());
        Violation.unless(
                point.id().equals(id) && point.type() == EntryType.COMMAND && point.payload() == payload,
                RULE,
                () -> node + " applies another command at " + id + " than was committed at " + point.id());
        Violation.unless(
                executed.includes(id.index()),
                "A command is executed once, however often it is sent (thesis §6.3)",
                () -> node + " applies " + id + ", command " + (point.sequence() >>> 16) + " of session "
                        + point.session() + ", again or without its session");
        long count = executed.upTo(id.index());
        long before = applied.getOrDefault(node, 0L);
        Violation.unless(
                count == before + 1,
                "Commands are applied in order, each once (figure 2)",
                () -> node + " applies command " + count + " behind command " + before);
        applied.put(node, count);
        return count;
    }
}
