package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.evidence.Fate.Acknowledged;
import io.github.reactiveraft.examples.evidence.Fate.NotDone;
import io.github.reactiveraft.examples.evidence.Fate.Open;
import io.github.reactiveraft.examples.evidence.Fate.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows of every command what its client knows, and nothing of the cluster: what was acknowledged is in the state once,
 * at the index that was told; what was refused is not; what nobody knows the end of is there once or not. Thread-safe.
 */
final class Oracle {

    /** One fault tends to show in many entries; the first few tell what happened. */
    private static final int TOLD_COUNT = 20;

    private final SortedMap<Long, Fate> fates = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private long violationCount;
    private long acknowledgedCount;
    private long unknownCount;
    private long notDoneCount;
    private long lastId;

    /** Gives a command that is about to be sent its id. */
    synchronized long nextId() {
        fates.put(++lastId, new Open());
        return lastId;
    }

    synchronized void ended(long id, Fate fate) {
        fates.put(id, fate);
        if (fate instanceof Acknowledged acknowledged) {
            acknowledgedCount++;
            if (acknowledged.count() != 1) {
                violate("duplicated: " + id + " was acknowledged as applied " + acknowledged.count() + " times");
            }
        } else if (fate instanceof Unknown) {
            unknownCount++;
        } else {
            notDoneCount++;
        }
    }

    /** What has to be in every state that is read from now on, by id. */
    synchronized SortedMap<Long, Acknowledged> acknowledged() {
        return fates.entrySet().stream()
                .filter(each -> each.getValue() instanceof Acknowledged)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> (Acknowledged) each.getValue(), (a, b) -> a, TreeMap::new));
    }

    /**
     * Compares a state that was read.
     *
     * @param when tells which, for messages
     * @param before what was acknowledged before the reading began
     * @param read all entries of the state
     */
    synchronized void check(String when, SortedMap<Long, Acknowledged> before, List<Entry> read) {
        SortedMap<Long, Entry> found = new TreeMap<>();
        for (Entry entry : read) {
            found.put(entry.id(), entry);
            checkPresent(when, entry, fates.get(entry.id()));
        }
        before.forEach((id, acknowledged) -> {
            Entry entry = found.get(id);
            if (entry == null) {
                violate("lost: " + id + ", acknowledged at " + acknowledged.index() + ", is missing " + when);
            }
        });
    }

    private void checkPresent(String when, Entry entry, @Nullable Fate fate) {
        if (fate == null) {
            violate("invented: nobody sent " + entry + ", which is there " + when);
        } else if (fate instanceof NotDone notDone) {
            violate("done all the same: " + entry + " is there " + when + ", but was refused: " + notDone.reason());
        } else if (fate instanceof Acknowledged told && told.index() != entry.index()) {
            violate("moved: " + entry + " was acknowledged at " + told.index() + ", read " + when);
        }
        if (entry.count() != 1) {
            violate("duplicated: " + entry + ", read " + when);
        }
    }

    /** Notes something that must not be. */
    synchronized void violate(String what) {
        violationCount++;
        if (violationCount <= TOLD_COUNT) {
            violations.add(what);
        }
    }

    /** What must not be; of very many the first ones, and how many there are. */
    synchronized List<String> violations() {
        List<String> told = new ArrayList<>(violations);
        if (violationCount > TOLD_COUNT) {
            told.add("… " + violationCount + " in all");
        }
        return told;
    }

    synchronized long acknowledgedCount() {
        return acknowledgedCount;
    }

    synchronized long unknownCount() {
        return unknownCount;
    }

    synchronized long notDoneCount() {
        return notDoneCount;
    }
}
