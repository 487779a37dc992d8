package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.LogWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node's disk would hand back if its power failed at this instant. */
public final class DiskImage {

    private HardState hardState = HardState.INITIAL;
    private final PrefixLog log = new PrefixLog();
    private final SortedMap<Long, NodeId> votes = new TreeMap<>();

    /** Term, vote and known incarnations. */
    public HardState hardState() {
        return hardState;
    }

    /** The log. */
    public PrefixLog log() {
        return log;
    }

    /** Who had this node's vote in a term on disk, even if the disk has moved on to a later term; null for nobody. */
    public @Nullable NodeId voteIn(long term) {
        return votes.get(term);
    }

    /** Takes note of a write that is durable now. */
    public void onWrite(LogWrite write) {
        HardState newer = write.hardState();
        if (newer != null) {
            hardState = newer;
            NodeId vote = newer.votedFor();
            if (vote != null) {
                votes.put(newer.term(), vote);
            }
        }
        if (write.truncateFrom() > 0) {
            log.truncateFrom(write.truncateFrom());
        }
        log.append(write.entries());
    }

    /**
     * Compares what a storage read back with what it had said to be durable.
     *
     * @throws Violation if anything is missing, or too much
     */
    public void onRecovered(NodeId node, Recovered recovered) {
        Violation.unless(
                equalTo(recovered),
                "A disk gives back what was written to it",
                () -> node + " holds " + hardState + " and the log " + termRuns() + " up to " + log.lastIndex()
                        + ", but read " + recovered);
    }

    /** Whether a storage read back just this. */
    boolean equalTo(Recovered recovered) {
        return recovered.lastIndex() == log.lastIndex()
                && recovered.hardState().equals(hardState)
                && recovered.termRuns().equals(termRuns());
    }

    private List<TermRun> termRuns() {
        List<TermRun> runs = new ArrayList<>();
        for (long index = 1; index <= log.lastIndex(); index++) {
            if (log.termAt(index) != log.termAt(index - 1)) {
                runs.add(new TermRun(index, log.termAt(index)));
            }
        }
        return runs;
    }
}
