package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.append;
import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageVerdict;
import io.github.reactiveraft.test.contract.SnapshotSteps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An inspection says what a start would do, whatever was done to the disk, and does nothing to it. */
@ExtendWith(Quiet.class)
class InspectionTest {

    /** With {@code -Ddamage.step=1} three times as many bytes are damaged. */
    private static final int STEP = Integer.getInteger("damage.step", 3);

    private static final LogWrite LAST = append(commands(4, 33, 35, 50));

    private final CrashDisk disk = new CrashDisk();
    private final LogStorage storage = Kept.storage(disk);

    /** Four segments, with a truncation in the middle and a vote; the last one holds two syncs. */
    private void write() {
        storage.open(Kept.IDENTITY);
        storage.write(List.of(append(commands(1, 1, 20, 100))));
        storage.write(List.of(append(commands(1, 21, 36, 200))));
        storage.write(
                List.of(new LogWrite(HardState.INITIAL.inTerm(4, NodeId.of("n2")), 25, commands(3, 25, 28, 300))));
        storage.write(List.of(append(commands(3, 29, 30, 1000))));
        storage.write(List.of(append(commands(4, 31, 32, 50))));
        storage.prepareAhead();
        storage.write(List.of(LAST));
        storage.prepareAhead();
    }

    /** The first segment goes, and two snapshots come; what does not fit any more stays in the log. */
    private void takeSnapshots() {
        take(SnapshotSteps.meta(1, 20), EntryId.NONE);
        take(SnapshotSteps.meta(3, 30), new EntryId(3, 28));
    }

    private void take(SnapshotMeta meta, EntryId base) {
        SnapshotSteps.take(storage, meta, SnapshotSteps.state(meta.index(), 400), 150);
        storage.write(List.of(SnapshotSteps.adopt(meta, base, false)));
    }

    /** The log begins anew behind a snapshot of another member, and goes on. */
    private void receiveSnapshot() {
        SnapshotMeta meta = SnapshotSteps.meta(5, 70);
        SnapshotSteps.receive(
                storage, meta, SnapshotSteps.image(Kept.IDENTITY, meta, SnapshotSteps.state(5, 500)), 1_000);
        HardState state = HardState.INITIAL.inTerm(5, null);
        storage.write(List.of(
                new LogWrite(state, new SnapshotAdoption(meta, meta.lastIncluded(), true), 0, EntryBatch.empty())));
        storage.write(List.of(append(commands(5, 71, 74, 200))));
    }

    @Test
    void verdictIsWhatAStartDoesWhateverByteOfAClosedLogIsDamaged() throws IOException {
        write();
        storage.close();

        requireNothingTornButProof();
    }

    @Test
    void verdictIsWhatAStartDoesWhateverByteOfAnOpenLogIsDamaged() throws IOException {
        write();

        requireNothingTornButProof();
    }

    private void requireNothingTornButProof() throws IOException {
        for (String name : names(disk)) {
            // Densely in the last file, where the answers differ from byte to byte.
            int step = STEP * (name.startsWith("segment-0000000004") ? 1 : 5);
            for (int position = 0; position < disk.size(name); position += step) {
                CrashDisk rotten = disk.copy();
                rotten.flip(name, position, 1 << (position % 8));
                if (Agreement.require(rotten, name + " at " + position) == StorageVerdict.TORN_TAIL) {
                    // The proof of the last sync, or zeros behind it: no entry is lost.
                    assertThat(RaftStorage.on(rotten).inspect().log().lastIndex())
                            .as("%s at %d", name, position)
                            .isEqualTo(LAST.entries().lastIndex());
                }
            }
        }
    }

    @Test
    void verdictIsWhatAStartDoesWhateverByteBesideSnapshotsIsDamaged() throws IOException {
        write();
        takeSnapshots();
        requireAgreementOnDamage();

        receiveSnapshot();
        storage.close();
        requireAgreementOnDamage();
    }

    private void requireAgreementOnDamage() throws IOException {
        assertThat(Agreement.require(disk.copy(), "as it is")).isEqualTo(StorageVerdict.CLEAN);
        for (String name : names(disk)) {
            int step = STEP * (name.endsWith(".snap") ? 3 : 19);
            for (int position = 0; position < disk.size(name); position += step) {
                CrashDisk rotten = disk.copy();
                rotten.flip(name, position, 1 << (position % 8));
                Agreement.require(rotten, name + " at " + position);
            }
        }
    }

    @Test
    void verdictIsWhatAStartDoesWhateverIsSpoiled() throws IOException {
        write();
        storage.close();
        SplittableRandom random = new SplittableRandom(2);

        requireAgreementOnSpoils(disk, random, 1_500 / STEP);
        for (int script = 0; script < 30 / STEP; script++) {
            CrashDisk busy = new CrashDisk();
            new SnapshotScript(busy, random).run(12);
            requireAgreementOnSpoils(busy, random, 50);
        }
    }

    private static void requireAgreementOnSpoils(CrashDisk disk, SplittableRandom random, int runCount)
            throws IOException {
        for (int run = 0; run < runCount; run++) {
            CrashDisk rotten = disk.copy();
            List<String> done = new ArrayList<>();
            for (int count = 1 + random.nextInt(6); count > 0; count--) {
                done.add(spoil(rotten, random));
            }
            Agreement.require(rotten, "run " + run + ": " + done);
        }
    }

    @Test
    void whatAPowerCutLeavesIsNeverCalledDamage() throws IOException {
        for (long script = 1; script <= 40 / STEP; script++) {
            long total = interrupted(script, Long.MAX_VALUE).operationCount();
            for (long cut = 0; cut <= total; cut += 1 + script % 3) {
                CrashDisk left = interrupted(script, cut).crash(new SplittableRandom(script * 1_000 + cut));
                requireNoDamage(left, "script " + script + ", cut after " + cut);
            }
        }
    }

    @Test
    void whatAPowerCutLeavesOfSnapshotsIsNeverCalledDamage() throws IOException {
        int unfinished = 0;
        for (long script = 1; script <= 25 / STEP; script++) {
            long total = interruptedSnapshots(script, Long.MAX_VALUE).operationCount();
            for (long cut = script % 5; cut <= total; cut += 5) {
                CrashDisk left = interruptedSnapshots(script, cut).crash(new SplittableRandom(script * 1_000 + cut));
                String what = "script " + script + ", cut after " + cut;
                requireNoDamage(left, what);
                unfinished += isUnfinished(left) ? 1 : 0;
            }
        }
        assertThat(unfinished).isGreaterThan(100 / STEP);
    }

    private static void requireNoDamage(CrashDisk left, String what) throws IOException {
        assertThat(Agreement.require(left, what).isSound()).as(what).isTrue();
        if (left.names("").contains("identity")) {
            assertThat(RaftStorage.on(left).inspect().findings()).as(what).noneMatch(finding -> finding.what()
                    .contains("no valid frame"));
        }
    }

    private static boolean isUnfinished(CrashDisk left) {
        return left.names("").contains("identity")
                && !RaftStorage.on(left).inspect().findings().isEmpty();
    }

    private static CrashDisk interruptedSnapshots(long script, long cut) {
        CrashDisk disk = new CrashDisk();
        disk.stopAfter(cut);
        try {
            new SnapshotScript(disk, new SplittableRandom(script)).run(14);
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(Reason.IO);
        }
        return disk;
    }

    private static CrashDisk interrupted(long script, long cut) {
        CrashDisk disk = new CrashDisk();
        disk.stopAfter(cut);
        RandomWrites writes = new RandomWrites(new SplittableRandom(script));
        Kept kept = Kept.NOTHING;
        try {
            LogStorage storage = Kept.storage(disk);
            storage.open(Kept.IDENTITY);
            for (int call = 0; call < 8; call++) {
                List<LogWrite> next = writes.next(kept);
                storage.write(next);
                kept = kept.after(next);
            }
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(Reason.IO);
        }
        return disk;
    }

    private static String spoil(CrashDisk rotten, SplittableRandom random) throws IOException {
        List<String> names = names(rotten);
        String name = names.get(random.nextInt(names.size()));
        int size = (int) rotten.size(name);
        if (size == 0) {
            return name + " is empty";
        }
        int from = random.nextInt(size);
        switch (random.nextInt(12)) {
            case 0 -> {
                try (DiskFile file = rotten.open(name, false)) {
                    file.truncate(from);
                }
                return name + " cut at " + from;
            }
            case 1 -> {
                rotten.delete(name);
                return name + " deleted";
            }
            case 2 -> {
                String other = names.get(random.nextInt(names.size()));
                rotten.rename(name, other);
                return name + " renamed to " + other;
            }
            case 3, 4, 5 -> {
                int length = Math.min(size - from, 1 + random.nextInt(600));
                try (DiskFile file = rotten.open(name, false)) {
                    file.write(from, ByteBuffer.allocate(length));
                }
                return name + " zeroed at " + from + " for " + length;
            }
            case 6, 7 -> {
                int to = random.nextInt(size);
                int length = Math.min(size - Math.max(from, to), 1 + random.nextInt(600));
                try (DiskFile file = rotten.open(name, false)) {
                    ByteBuffer bytes = ByteBuffer.allocate(length);
                    file.read(from, bytes);
                    file.write(to, bytes.flip());
                }
                return name + " copied from " + from + " to " + to + " for " + length;
            }
            default -> {
                rotten.flip(name, from, 1 + random.nextInt(255));
                return name + " flipped at " + from;
            }
        }
    }

    private static List<String> names(CrashDisk disk) {
        return disk.names("").stream().filter(name -> !name.equals("lock")).toList();
    }
}
