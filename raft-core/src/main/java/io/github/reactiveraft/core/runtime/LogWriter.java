package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The log writer as a stream: group commit without a timer. While one group is being synced, whatever the core wants
 * written queues up and becomes the next group. Order is kept; a group is out only when all of it is on disk. One that
 * the disk has no room for is tried again until it has, and all others wait behind it.
 *
 * <p>The queue is bounded by what enters the loop: admitted proposals and the waiting requests of the leader. While the
 * disk gets nowhere, no entries enter: there is no leadership to propose to, and {@link InboundRpcs} refuses those of
 * another leader.
 */
final class LogWriter {

    private static final int GROUP_COUNT = 4_096;
    private static final int GROUP_BYTES = 4 * 1024 * 1024;
    private static final Duration PAUSE_WITHOUT_ROOM = Duration.ofSeconds(1);

    private final LogStorage storage;
    private final IoLane io;
    private final Scheduler loop;
    private final Consumer<StorageException> onFull;
    private final Queue<Persist> queue = new ConcurrentLinkedQueue<>();
    private final Sinks.Many<Boolean> wakes = Sinks.many().multicast().directBestEffort();

    /**
     * Writes nothing yet.
     *
     * @param loop where time passes before another try
     * @param onFull hears of every try that found no room, on the io thread
     */
    LogWriter(LogStorage storage, IoLane io, Scheduler loop, Consumer<StorageException> onFull) {
        this.storage = storage;
        this.io = io;
        this.loop = loop;
        this.onFull = onFull;
    }

    /** Queues a write; on the loop only. */
    void offer(Persist write) {
        queue.add(write);
        wakes.tryEmitNext(true);
    }

    /** Writes what is offered; each element is a group that is durable now. Signals on the io thread. */
    Flux<List<Persist>> durable() {
        return wakes.asFlux()
                .startWith(true)
                .onBackpressureLatest()
                .concatMap(wake -> Flux.defer(this::writeGroup).repeat(() -> !queue.isEmpty()), 1);
    }

    private Flux<List<Persist>> writeGroup() {
        List<Persist> group = takeGroup();
        if (group.isEmpty()) {
            return Flux.empty();
        }
        List<LogWrite> writes = group.stream().map(LogWriter::toWrite).toList();
        return written(group, writes)
                .flux()
                // Still on the io thread, with the group told already.
                .concatWith(Mono.fromRunnable(storage::prepareAhead));
    }

    private Mono<List<Persist>> written(List<Persist> group, List<LogWrite> writes) {
        Mono<List<Persist>> once = io.call(() -> {
            storage.write(writes);
            return group;
        });
        return once.onErrorResume(first -> whenThereIsRoom(first)
                .then(once.retryWhen(
                        Retry.from(failures -> failures.concatMap(failure -> whenThereIsRoom(failure.failure()))))));
    }

    /** The storage has changed nothing if there was no room; every other failure is its end. */
    private Mono<Long> whenThereIsRoom(Throwable failure) {
        if (failure instanceof StorageException full && full.reason() == Reason.FULL) {
            onFull.accept(full);
            return Mono.delay(PAUSE_WITHOUT_ROOM, loop);
        }
        return Mono.error(failure);
    }

    /**
     * A truncation, or a log that starts anew, starts a group of its own: a reply that waits for an earlier write says that
     * entries are there, and must leave while they are.
     */
    private List<Persist> takeGroup() {
        List<Persist> group = new ArrayList<>();
        int bytes = 0;
        for (Persist next = queue.peek(); next != null; next = queue.peek()) {
            boolean isFull = group.size() >= GROUP_COUNT || bytes >= GROUP_BYTES || isReplacing(next);
            if (isFull && !group.isEmpty()) {
                break;
            }
            group.add(queue.remove());
            bytes += next.entries().byteCount();
        }
        return group;
    }

    private static boolean isReplacing(Persist write) {
        SnapshotAdoption adoption = write.adoption();
        return write.truncateFrom() > 0 || (adoption != null && adoption.isReset());
    }

    private static LogWrite toWrite(Persist write) {
        return new LogWrite(write.hardState(), write.adoption(), write.truncateFrom(), write.entries());
    }
}
