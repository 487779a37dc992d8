package io.github.reactiveraft.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.api.fuzz.Meter;
import io.github.reactiveraft.api.fuzz.Mutator;
import io.github.reactiveraft.api.fuzz.Trials;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Whole directories with files that nobody writes, most of them with checksums that are right all the same. A start and an
 * inspection get to their end with a {@link StorageException} or without, and agree; what could be opened, in doubt or
 * not, can be opened again, and holds the same.
 */
class HostileFilesTest {

    /** For the longest header of a snapshot, encoded a few times, two records, and what a log needs to be open. */
    private static final int FIXED_BYTES = 24 * 1024 * 1024;

    private static final int BYTES_EACH = 128;

    /** Whose the directories are, with room for entries of any size: an inspection knows of no limit either. */
    private static final StorageIdentity IDENTITY = new StorageIdentity(
            "counter",
            "main",
            NodeId.of("n1"),
            GoldenFiles.IDENTITY.founders(),
            GoldenFiles.IDENTITY.newIncarnation(),
            1024 * 1024);

    private static List<SortedMap<String, byte[]>> directories = List.of();

    private int openedCount;
    private int refusedCount;

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.github.reactiveraft.core");
    }

    @BeforeAll
    static void write(@TempDir Path directory) throws IOException {
        logger().setLevel(Level.OFF);
        GoldenFiles.write(directory.resolve("own"));
        GoldenFiles.writeReceived(directory.resolve("received"));
        directories = List.of(files(directory.resolve("own")), files(directory.resolve("received")));
    }

    @AfterAll
    static void speakAgain() {
        logger().setLevel(null);
    }

    private static SortedMap<String, byte[]> files(Path directory) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        SystemDisk disk = new SystemDisk(directory);
        for (String name : disk.list("")) {
            if (!name.equals(SegmentedLog.LOCK)) {
                files.put(name, HostileDisk.content(disk, name));
            }
        }
        return files;
    }

    /**
     * Claims of damaged files that the log outlives, though it has not their index; and an end of the log that looked like a write
     * that was cut off as soon as a damaged snapshot, which spoke against that, was put aside.
     */
    @ParameterizedTest
    @ValueSource(longs = {14_123, 48_957, 280_175, 593_676})
    void directoriesOnWhichInspectionAndStartOnceDisagreed(long seed) throws IOException {
        assertThat(visit(hostile(new SplittableRandom(seed)))).isTrue();
    }

    @Test
    void directoriesAreOpenedOrRefused() {
        Meter meter = new Meter();
        Trials trials = Trials.ofInputs(HostileFilesTest.class, HostileInputs.COUNT / 10);

        trials.run(seed -> {
            SortedMap<String, byte[]> files = hostile(new SplittableRandom(seed));
            long limit = FIXED_BYTES;
            for (byte[] content : files.values()) {
                limit += (long) BYTES_EACH * content.length;
            }
            if (meter.within(limit, () -> files.keySet().toString(), () -> visit(files))) {
                openedCount++;
            } else {
                refusedCount++;
            }
        });

        assertThat(openedCount + refusedCount).isEqualTo((int) trials.count());
        if (trials.count() >= 1_000) {
            assertThat(openedCount).isGreaterThan((int) trials.count() / 20);
            assertThat(refusedCount).isGreaterThan((int) trials.count() / 20);
        }
    }

    private static SortedMap<String, byte[]> hostile(SplittableRandom random) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>(directories.get(random.nextInt(directories.size())));
        List<String> names = new ArrayList<>(files.keySet());
        for (int count = 1 + random.nextInt(2); count > 0; count--) {
            String name = names.get(random.nextInt(names.size()));
            byte[] kind = files.getOrDefault(name, new byte[0]);
            byte[] other = files.getOrDefault(names.get(random.nextInt(names.size())), new byte[0]);
            byte[] mutated = new Mutator(random).mutated(kind, other);
            files.put(name, random.nextInt(4) == 0 ? mutated : sealed(name, mutated, kind, random));
            if (random.nextInt(4) == 0) {
                rename(files, name, random);
            }
        }
        return files;
    }

    private static byte[] sealed(String name, byte[] input, byte[] kind, SplittableRandom random) throws IOException {
        if (kind.length < Block.OVERHEAD) {
            return input;
        }
        if (name.startsWith("segment")) {
            return Seals.segment(input, kind, random);
        }
        if (name.startsWith("snapshot")) {
            return Seals.image(input, kind, random);
        }
        return name.equals(StateFile.NAME) ? Seals.state(input, kind, random) : Seals.block(input, kind, random);
    }

    /** To what the file says of itself, which may be anything, or to anything. */
    private static void rename(SortedMap<String, byte[]> files, String name, SplittableRandom random) {
        byte[] content = files.remove(name);
        if (content != null) {
            files.put(random.nextBoolean() ? ownName(name, content) : strange(name, random), content);
        }
    }

    private static String ownName(String name, byte[] content) {
        try {
            return Segment.name(SegmentHeader.decode(ByteBuffer.wrap(content), name));
        } catch (StorageException e) {
            return name;
        }
    }

    private static String strange(String name, SplittableRandom random) {
        char[] characters = name.toCharArray();
        for (int at = 0; at < characters.length; at++) {
            if (Character.isDigit(characters[at]) && random.nextInt(6) == 0) {
                characters[at] = (char) ('0' + random.nextInt(10));
            }
        }
        return random.nextBoolean() ? name.replace('0', '9') : new String(characters);
    }

    /** Looks, starts, and starts again; returns whether it could. */
    private static boolean visit(SortedMap<String, byte[]> files) throws IOException {
        HostileDisk disk = HostileDisk.empty();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            disk.put(file.getKey(), file.getValue());
        }
        RaftStorage directory = RaftStorage.on(disk).with(new StorageSettings(4096));
        StorageInspection inspection = inspected(directory);
        List<LogEntry> looked = entries(directory);
        Content opened;
        try {
            opened = opened(directory);
        } catch (StorageException e) {
            // An inspection is not told whose directory it should be.
            boolean isOfAnother = e.reason() == Reason.IDENTITY;
            assertThat(inspection == null
                            || isOfAnother
                            || !inspection.verdict().isSound())
                    .as("refused with %s, but %s", e.getMessage(), inspection)
                    .isTrue();
            return false;
        }
        boolean isWhole = !opened.recovered().isDoubtful();
        assertThat(inspection == null || inspection.verdict().isSound() == isWhole)
                .as("%s, but %s", opened, inspection)
                .isTrue();
        if (isWhole && inspection != null && inspection.identity() != null) {
            assertThat(looked).isEqualTo(opened.entries());
        }
        assertThat(opened(directory))
                .usingRecursiveComparison()
                .ignoringFields("recovered.incarnation")
                .isEqualTo(opened);
        return true;
    }

    private static @Nullable StorageInspection inspected(RaftStorage directory) {
        try {
            return directory.inspect();
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("holds no storage");
            return null;
        }
    }

    private static @Nullable List<LogEntry> entries(RaftStorage directory) {
        try {
            return directory.entries(1, Long.MAX_VALUE).collectList().block();
        } catch (StorageException e) {
            return null;
        }
    }

    /** All that a start finds. */
    private record Content(Recovered recovered, List<LogEntry> entries, long stateBytes) {}

    private static Content opened(RaftStorage directory) {
        LogStorage log = directory.log();
        try {
            Recovered recovered = log.open(IDENTITY);
            List<LogEntry> entries = new ArrayList<>();
            for (long next = recovered.base().index() + 1; next <= recovered.lastIndex(); ) {
                entries.addAll(log.read(next, 4_096).entries());
                next = entries.get(entries.size() - 1).id().index() + 1;
            }
            return new Content(recovered, entries, stateBytes(log, recovered.snapshot()));
        } finally {
            log.close();
        }
    }

    private static long stateBytes(LogStorage log, @Nullable SnapshotMeta snapshot) {
        if (snapshot == null) {
            return 0;
        }
        SnapshotReader reader = log.snapshots().open(snapshot.lastIncluded()).orElseThrow();
        long byteCount = 0;
        for (int length = reader.next().length();
                length > 0;
                length = reader.next().length()) {
            byteCount += length;
        }
        reader.close();
        return byteCount;
    }
}
