package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.examples.process.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Writes logs of many small entries, one in each write and many, and opens each in a fresh process. */
final class RestartRun {

    /** Whose log it is; nobody else ever opens it. */
    static final StorageIdentity IDENTITY = new StorageIdentity(
            "evidence",
            "main",
            NodeId.of("n1"),
            new Membership(new TreeSet<>(List.of(NodeId.of("n1")))),
            1,
            RaftLimits.defaults().entryBytes());

    private static final int ENTRY_BYTES = 16;
    private static final int SYNC_ENTRIES = 10_000;
    private static final List<Integer> ENTRIES_A_WRITE = List.of(1, 100);
    private static final long MILLIS_A_MILLION = 2_000;
    private static final int MILLION = 1_000_000;

    private final Path directory;
    private final int entryCount;
    private final Consumer<String> progress;

    RestartRun(Path directory, int entryCount, Consumer<String> progress) {
        this.directory = directory;
        this.entryCount = entryCount;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param verdict in one word
     * @param entries how many were written
     * @param reopenMillis how long opening took, by entries a write
     * @param violations what must not be, empty if all is well
     */
    record Result(String verdict, int entries, SortedMap<Integer, Long> reopenMillis, List<String> violations)
            implements Outcome {}

    Result run() {
        SortedMap<Integer, Long> millis = new TreeMap<>();
        List<String> violations = new ArrayList<>();
        for (int aWrite : ENTRIES_A_WRITE) {
            Path data = directory.resolve("by-" + aWrite);
            write(data, aWrite);
            long[] said = reopen(data);
            progress.accept(entryCount + " entries, " + aWrite + " a write: opened in " + said[0] + " ms");
            millis.put(aWrite, said[0]);
            if (said[1] != entryCount) {
                violations.add("lost: the log ends at " + said[1] + " of " + entryCount);
            }
            // A virtual machine that is still cold makes few entries no faster.
            if (said[0] >= MILLIS_A_MILLION * Math.max(1, entryCount / MILLION)) {
                violations.add("slow: " + said[0] + " ms for " + entryCount + " entries, " + aWrite + " a write");
            }
        }
        return new Result(Outcome.verdict(violations), entryCount, millis, violations);
    }

    private void write(Path data, int aWrite) {
        LogStorage log = RaftStorage.in(data).log();
        log.open(IDENTITY);
        log.write(List.of(new LogWrite(new HardState(1, NodeId.of("n1"), new TreeMap<>()), 0, EntryBatch.empty())));
        List<LogWrite> unsynced = new ArrayList<>();
        for (long first = 1; first <= entryCount; first += aWrite) {
            int count = (int) Math.min(aWrite, entryCount - first + 1);
            unsynced.add(new LogWrite(null, 0, entries(first, count)));
            if (unsynced.size() * aWrite >= SYNC_ENTRIES) {
                log.write(unsynced);
                unsynced.clear();
            }
        }
        log.write(unsynced);
        log.close();
    }

    private static EntryBatch entries(long firstIndex, int count) {
        return EntryBatch.encode(
                firstIndex, 1, 0, Collections.nCopies(count, Proposal.command(Bytes.of(new byte[ENTRY_BYTES]))));
    }

    /** How many milliseconds it took, and which index is the last. */
    private long[] reopen(Path data) {
        Path said = directory.resolve(data.getFileName() + "-reopened");
        JavaProcess process = Programs.start(said, List.of("reopen", data.toString()));
        if (process.exitCode() != 0) {
            throw new IllegalStateException("The log cannot be opened: " + process.errLines());
        }
        List<String> lines = process.outLines();
        String[] numbers = lines.get(lines.size() - 1).split(" ", -1);
        return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
    }
}
