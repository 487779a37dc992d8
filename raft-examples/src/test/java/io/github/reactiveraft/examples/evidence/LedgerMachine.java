package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the id of every command and how many times it was applied, so that whoever sent them can tell what was lost and
 * what was done twice. A query is an id to read on from, as many as fit on a {@link #PAGE_COUNT page}.
 *
 * <p>Its snapshots may carry {@link Ballast} as well, which is made when they are written and compared when they are
 * read: a state of any size, in no memory.
 */
final class LedgerMachine implements StateMachine<Long, Long, List<Entry>> {

    static final int PAGE_COUNT = 2_000;

    private final long ballastBytes;
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private long digest;
    private volatile long restoredBytes;

    LedgerMachine(long ballastBytes) {
        this.ballastBytes = ballastBytes;
    }

    @Override
    public Codec<Long> commandCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<Long> queryCodec() {
        return Codec.int64();
    }

    @Override
    public Codec<List<Entry>> resultCodec() {
        return Entry.CODEC;
    }

    @Override
    public List<Entry> apply(Long id, ApplyContext<List<Entry>> context) {
        Entry before = entries.get(id);
        Entry entry =
                before == null ? new Entry(id, 1, context.index()) : new Entry(id, before.count() + 1, before.index());
        digest += weight(entry) - (before == null ? 0 : weight(before));
        entries.put(id, entry);
        return List.of(entry);
    }

    @Override
    public List<Entry> query(Long fromId) {
        return entries.tailMap(fromId, true).values().stream().limit(PAGE_COUNT).toList();
    }

    @Override
    public long digest() {
        return digest;
    }

    private static long weight(Entry entry) {
        return Ballast.mixed(entry.id() ^ Ballast.mixed(entry.count() ^ Ballast.mixed(entry.index())));
    }

    /** The entries are copied now, the ballast is made as the disk takes it; it depends on both. */
    @Override
    public Publisher<ByteBuffer> snapshot() {
        byte[] encoded = Entry.CODEC.encode(List.copyOf(entries.values()));
        ByteBuffer head = ByteBuffer.allocate(Restoring.HEAD_BYTES + encoded.length)
                .putInt(encoded.length)
                .putLong(ballastBytes)
                .put(encoded)
                .flip();
        return Flux.concat(Flux.just(head), new Ballast(digest, ballastBytes).chunks());
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return chunks.reduceWith(Restoring::new, Restoring::take)
                .doOnNext(this::replace)
                .then();
    }

    private void replace(Restoring restored) {
        entries.clear();
        restored.entries().forEach(entry -> entries.put(entry.id(), entry));
        digest = digestOf(restored.entries());
        restoredBytes = restored.ballastBytes();
    }

    static long digestOf(List<Entry> entries) {
        return entries.stream().mapToLong(LedgerMachine::weight).sum();
    }

    /** How much ballast came with the snapshot that was restored last, each byte as it has to be; from any thread. */
    long restoredBytes() {
        return restoredBytes;
    }
}
