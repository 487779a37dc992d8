package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvOutput.Stored;
import io.github.reactiveraft.examples.kv.KvQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Watches a key-value store from its first change on, and behind every {@code Compacted} from where that says it can go on.
 * Each command of that store tells of one change at most.
 */
final class WatchLog implements AutoCloseable {

    private final String name;
    private final SortedMap<Long, KvOutput> changes = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    /** What was announced to be missing: from the one index on, up to the other without that. */
    private final NavigableMap<Long, Long> gaps = new TreeMap<>();

    private final Disposable watching;
    private long lastIndex;

    WatchLog(String name, RaftClient<KvCommand, KvQuery, KvOutput> client) {
        this.name = name;
        AtomicLong from = new AtomicLong(1);
        this.watching = Flux.defer(() -> client.watch(from.get()))
                .doOnNext(this::seen)
                .onErrorResume(RaftException.Compacted.class, compacted -> {
                    from.set(goOn(compacted.availableFrom()));
                    return Flux.empty();
                })
                .repeat()
                .subscribe(change -> {}, this::failed);
    }

    private synchronized void seen(Change<KvOutput> change) {
        if (change.index() <= lastIndex) {
            violations.add(name + " was told of index " + change.index() + " after " + lastIndex);
        }
        lastIndex = change.index();
        changes.put(change.index(), change.value());
    }

    private synchronized long goOn(long availableFrom) {
        if (availableFrom <= lastIndex) {
            violations.add(name + " was told that changes from " + availableFrom + " are left, and had " + lastIndex);
        }
        gaps.put(lastIndex + 1, availableFrom);
        return Math.max(availableFrom, lastIndex + 1);
    }

    private synchronized void failed(Throwable failure) {
        violations.add(name + " ended: " + failure);
    }

    synchronized long lastIndex() {
        return lastIndex;
    }

    synchronized int changeCount() {
        return changes.size();
    }

    synchronized int gapCount() {
        return gaps.size();
    }

    /** What is wrong with it, if so much was written, by version. */
    synchronized List<String> violations(SortedMap<Long, String> written) {
        List<String> found = new ArrayList<>(violations);
        for (Map.Entry<Long, String> each : written.entrySet()) {
            long index = each.getKey();
            KvOutput told = changes.get(index);
            boolean isRight = told instanceof Stored stored && stored.value().equals(each.getValue());
            if (!isRight && !isExcused(index)) {
                found.add(name + " was told " + told + " of index " + index + ", where " + each.getValue()
                        + " was written");
            }
        }
        return found;
    }

    private boolean isExcused(long index) {
        Map.Entry<Long, Long> before = gaps.floorEntry(index);
        return before != null && index < before.getValue();
    }

    @Override
    public void close() {
        watching.dispose();
    }
}
