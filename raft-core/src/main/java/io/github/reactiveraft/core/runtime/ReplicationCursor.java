package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.core.protocol.AppendRequests;
import io.github.reactiveraft.core.protocol.RaftView;
import org.jspecify.annotations.Nullable;

/**
 * Where a leader is with one peer: nextIndex, what is in flight, and whether the logs are known to agree. Concerns pace
 * only: whatever it says to send, the core's rules at both ends keep it safe.
 *
 * <p>It starts probing: one small request at a time, moving back by the hints of the answers (§5.3), until one is
 * accepted; then it runs ahead with a window of requests. Each step back begins a new generation, and news of requests
 * of an earlier one does not count: the later rejections of a window are the same mismatch again. Used on the loop only.
 */
final class ReplicationCursor {

    private final RaftLimits limits;
    private final LogReader log;
    private EntryBatch loaded = EntryBatch.empty();
    private long nextIndex;
    private long matchIndex;
    private long generation;
    private int inFlightCount;
    private long inFlightBytes;
    private boolean isProbing = true;
    private boolean isPaused;

    ReplicationCursor(RaftLimits limits, LogReader log, RaftView view) {
        this.limits = limits;
        this.log = log;
        this.nextIndex = view.log().lastIndex();
    }

    /** A request, the generation it was cut in, what was known to match by then, and the round of reads it answers for. */
    record Cut(AppendEntries request, long generation, long matchIndex, long round) {

        int byteCount() {
            return request.entries().byteCount();
        }

        /** Whether it follows an entry that the peer had on its disk before this was sent. */
        boolean followsAMatch() {
            return request.previous().index() > 0 && request.previous().index() <= matchIndex;
        }
    }

    /** Whether there is something to send, perhaps after it was loaded, and room for it. */
    boolean isDue(RaftView view) {
        return !isPaused
                && hasRoom()
                && !needsSnapshot(view)
                && (isProbing || nextIndex <= view.log().lastIndex());
    }

    /** The next request of the window, or null if none is due or it must be loaded first. */
    @Nullable
    Cut next(RaftView view) {
        EntryBatch available = isDue(view) ? available(view) : null;
        if (available == null) {
            return null;
        }
        int count = isProbing ? 1 : limits.batchEntryCount();
        AppendEntries request = AppendRequests.cut(view, nextIndex, available, count, limits.batchBytes());
        inFlightCount++;
        inFlightBytes += request.entries().byteCount();
        if (!isProbing) {
            nextIndex = request.verifiedIndex() + 1;
        }
        return new Cut(request, generation, matchIndex, view.readRound());
    }

    /** Whether entries from {@link #nextIndex} on must be read from the disk before anything can be sent. */
    boolean mustLoad(RaftView view) {
        return isDue(view) && available(view) == null;
    }

    /** Whether the entries that come next are gone, so that only a snapshot helps (§7). */
    boolean needsSnapshot(RaftView view) {
        return nextIndex <= view.log().base().index();
    }

    /** The index that the next request of the window starts with. */
    long nextIndex() {
        return nextIndex;
    }

    /** What was read from the disk. */
    void loaded(EntryBatch batch) {
        loaded = batch;
    }

    /**
     * A heartbeat: about the last entry known to be the peer's, so that it is never rejected while all is well. When no
     * window is in flight, it is about the last entry sent: the peer may have answered before its disk had that, and
     * would not be asked about it again; and while it is probed, a heartbeat is one more probe, in case that is lost.
     */
    Cut heartbeat(RaftView view) {
        boolean isWindowOpen = !isProbing && inFlightCount > 0;
        long place = isWindowOpen && matchIndex > 0 ? matchIndex + 1 : nextIndex;
        long possible = Math.max(place, view.log().base().index() + 1);
        AppendEntries request = AppendRequests.cut(view, possible, EntryBatch.empty(), 1, 1);
        return new Cut(request, generation, matchIndex, view.readRound());
    }

    /** The peer has what a request spoke about. */
    void accepted(Cut cut, Appended answer) {
        ended(cut);
        long match = Math.min(answer.matchIndex(), cut.request().verifiedIndex());
        matchIndex = Math.max(matchIndex, match);
        if (cut.generation() == generation) {
            isProbing = false;
            nextIndex = Math.max(nextIndex, cut.request().verifiedIndex() + 1);
        }
        nextIndex = Math.max(nextIndex, matchIndex + 1);
    }

    /** The peer has what a heartbeat spoke about; if that is what it was probed for, the probe on its way counts no more. */
    void heartbeatAccepted(Cut heartbeat, Appended answer) {
        long verified = heartbeat.request().verifiedIndex();
        matchIndex = Math.max(matchIndex, Math.min(answer.matchIndex(), verified));
        if (isProbing && heartbeat.generation() == generation) {
            stepBack(Math.max(nextIndex, verified + 1));
            isProbing = false;
        }
    }

    /** The peer has everything up to an index, through a snapshot or by itself, and perhaps on its disk. */
    void installed(long index, long durable) {
        matchIndex = Math.max(matchIndex, Math.min(index, durable));
        if (index >= nextIndex) {
            stepBack(index + 1);
        }
    }

    /**
     * The peer's log differs: go back by its hint, once for each generation.
     *
     * @return whether the peer has lost what it once had on its disk
     */
    boolean rejected(Cut cut, AppendRejected answer, RaftView view) {
        ended(cut);
        return cut.generation() == generation && goBack(cut, answer, view);
    }

    /**
     * The peer's log differs: where it was probed, or although all that was sent was accepted, for it has started again
     * without what was not on its disk yet.
     *
     * @return whether the peer has lost what it once had on its disk
     */
    boolean heartbeatRejected(Cut heartbeat, AppendRejected answer, RaftView view) {
        return heartbeat.generation() == generation && goBack(heartbeat, answer, view);
    }

    /**
     * Never behind what is known to match: the rejection may have been overtaken by an answer that proved more. Unless it
     * was known before the request was sent: then the peer has lost it, and must be given it again.
     */
    private boolean goBack(Cut cut, AppendRejected answer, RaftView view) {
        long back = AppendRequests.nextIndexAfterRejection(
                view.log(), cut.request().previous().index(), answer);
        if (cut.followsAMatch()) {
            matchIndex = Math.min(matchIndex, back - 1);
        }
        stepBack(Math.max(back, matchIndex + 1));
        return cut.followsAMatch();
    }

    /** No answer came: begin again behind what is known to match, after the next heartbeat interval. */
    void failed(Cut cut) {
        ended(cut);
        if (cut.generation() == generation) {
            stepBack(
                    matchIndex > 0
                            ? matchIndex + 1
                            : Math.min(nextIndex, cut.request().previous().index() + 1));
            isPaused = true;
        }
    }

    /** The pause after a failure is over. */
    void resume() {
        isPaused = false;
    }

    private void stepBack(long index) {
        nextIndex = index;
        isProbing = true;
        generation++;
        inFlightCount = 0;
        inFlightBytes = 0;
    }

    private void ended(Cut cut) {
        if (cut.generation() == generation) {
            inFlightCount--;
            inFlightBytes -= cut.byteCount();
        }
    }

    private boolean hasRoom() {
        return isProbing
                ? inFlightCount == 0
                : inFlightCount < limits.windowCount() && inFlightBytes < limits.windowBytes();
    }

    private @Nullable EntryBatch available(RaftView view) {
        if (nextIndex > view.log().lastIndex()) {
            return EntryBatch.empty();
        }
        if (log.hasInMemory(nextIndex)) {
            loaded = EntryBatch.empty();
            return log.fromMemory(nextIndex, limits.batchEntryCount(), limits.batchBytes());
        }
        if (nextIndex >= loaded.firstIndex() && nextIndex <= loaded.lastIndex()) {
            return loaded.from(nextIndex);
        }
        return null;
    }
}
