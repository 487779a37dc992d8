package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.append;
import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.test.contract.LogStorageContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Damages every third byte of everything, with {@code -Ddamage.step=1} every one. A log is found whole, or in doubt: it ends in front of the damage, and claims how far it
 * reached. The one exception is the
 * last sync before a power cut, if that took the proof behind it: rot there leaves the same bytes as a write that was cut
 * off, and that must be dropped.
 */
@ExtendWith(Quiet.class)
class RotTest {

    private static final int STEP = Integer.getInteger("damage.step", 3);
    private static final LogWrite LAST = append(commands(4, 33, 35, 50));

    private CrashDisk disk = new CrashDisk();
    private final LogStorage storage = Kept.storage(disk);
    private Kept whole = Kept.NOTHING;
    private final Set<LogEntry> written = new HashSet<>();

    /** Four segments, with a truncation in the middle and a vote; the last one holds two syncs. */
    private void write() {
        storage.open(Kept.IDENTITY);
        write(append(commands(1, 1, 20, 100)));
        write(append(commands(1, 21, 36, 200)));
        write(new LogWrite(HardState.INITIAL.inTerm(4, NodeId.of("n2")), 25, commands(3, 25, 28, 300)));
        write(append(commands(3, 29, 30, 1000)));
        write(append(commands(4, 31, 32, 50)));
        write(LAST);
    }

    private void write(LogWrite write) {
        storage.write(List.of(write));
        storage.prepareAhead();
        whole = whole.after(List.of(write));
        written.addAll(write.entries().entries());
    }

    @Test
    void closedLogIsFoundWholeOrInDoubtWhateverByteIsDamaged() throws IOException {
        write();
        storage.close();

        for (String name : names()) {
            for (int position = 0; position < size(name); position += STEP) {
                Kept found = damaged(name, position, 1 << (position % 8));
                assertThat(found == null || found.equals(whole))
                        .as("%s at %d: %s", name, position, found)
                        .isTrue();
            }
        }
    }

    @Test
    void openLogIsFoundWholeOrInDoubtWhateverByteIsDamaged() throws IOException {
        write();

        assertThat(lostByDamage(STEP)).isZero();
    }

    /** The proof behind the last sync was itself not synced. */
    @Test
    void afterAPowerCutTheLastSyncMayBeLostToDamageAndNothingElse() throws IOException {
        long seed = 0;
        write();
        CrashDisk before = disk;
        do {
            disk = before.copy().crash(new SplittableRandom(seed++));
        } while (disk.lostCount() == 0);

        // Its frame and the proof that it starts with, and nothing else.
        assertThat(lostByDamage(1)).isEqualTo(2 * 48 + LAST.entries().byteCount());
    }

    /** How many bytes there are whose damage costs the last sync. */
    private int lostByDamage(int step) throws IOException {
        EntryBatch withoutLast = whole.log().upTo(LAST.entries().firstIndex() - 1);
        int lost = 0;

        for (String name : names()) {
            for (int position = 0; position < size(name); position += step) {
                Kept found = damaged(name, position, 0xFF);
                if (found != null && !found.equals(whole)) {
                    assertThat(found)
                            .as("%s at %d", name, position)
                            .isEqualTo(new Kept(whole.hardState(), withoutLast));
                    lost++;
                }
            }
        }

        return lost;
    }

    @Test
    void termAndVoteSurviveTheLossOfAnyByte() throws IOException {
        write();

        for (int position = 0; position < size("state"); position++) {
            assertThat(damaged("state", position, 0x10)).as("at %d", position).isEqualTo(whole);
        }
    }

    @Test
    void termAndVoteAreRefusedWhenNoCopyIsLeft() throws IOException {
        write();
        for (int slot = 0; slot < 4; slot++) {
            disk.flip("state", slot * 4096L + 30, 1);
        }

        assertThatThrownBy(() -> Kept.in(Kept.storage(disk.copy())))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
                .hasMessageContaining("crash-disk:/state is damaged at byte");
    }

    @Test
    void wildDamageNeverDoesWorseThanLosingTheLastSync() throws IOException {
        write();
        EntryBatch withoutLast = whole.log().upTo(LAST.entries().firstIndex() - 1);
        List<String> segments =
                names().stream().filter(name -> name.startsWith("segment")).toList();
        SplittableRandom random = new SplittableRandom(1);

        for (int run = 0; run < 4_500 / STEP; run++) {
            CrashDisk rotten = disk.copy();
            for (int count = 1 + random.nextInt(30); count > 0; count--) {
                String name = segments.get(random.nextInt(segments.size()));
                rotten.flip(name, random.nextInt((int) size(name)), 1 + random.nextInt(255));
            }
            Kept found = opened(rotten, "segment");
            assertThat(found == null || found.equals(whole) || found.log().equals(withoutLast))
                    .isTrue();
        }
    }

    /** What is written next stands behind the damage and hides it. */
    @Test
    void doubtOutlivesWhatProvesIt() throws IOException {
        write();
        String first = names().get(1);
        disk.flip(first, 1_000, 1);
        LogStorage damaged = Kept.storage(disk.kill());
        Recovered recovered = damaged.open(Kept.IDENTITY);
        assertThat(recovered.lastKnown()).isEqualTo(new EntryId(4, 35));
        assertThat(recovered.lastIndex()).isZero();

        damaged.write(List.of(append(commands(1, 1, 30, 100))));
        damaged.close();
        Recovered next = damaged.open(Kept.IDENTITY);
        assertThat(next.lastIndex()).isEqualTo(30);
        assertThat(next.lastKnown()).isEqualTo(new EntryId(4, 35));

        damaged.write(List.of(append(commands(4, 31, 35, 100))));
        damaged.close();
        assertThat(damaged.open(Kept.IDENTITY).isDoubtful()).isFalse();
        assertThat(LogStorageContract.all(damaged, 35, 3_000))
                .isEqualTo(EntryBatch.join(List.of(commands(1, 1, 30, 100), commands(4, 31, 35, 100))));
    }

    @Test
    void damageThatComesWhileTheLogIsOpenIsNoticedByReading() throws IOException {
        write();
        String first = names().stream()
                .filter(name -> name.startsWith("segment"))
                .findFirst()
                .orElseThrow();

        for (int position = 200; position < 2_000; position += STEP) {
            disk.flip(first, position, 4);
            try {
                assertThat(storage.read(1, 2_000)).isEqualTo(whole.log().limit(Integer.MAX_VALUE, 2_000));
            } catch (StorageException e) {
                assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
                assertThat(e).hasMessageContaining(first + " is damaged at byte ");
            }
            disk.flip(first, position, 4);
        }
    }

    /** What a disk does that answers with an old sector, or writes to the wrong place: every entry is valid in itself. */
    @Test
    void entriesOfAnotherTimeInTheRightPlaceAreNoticed() throws IOException {
        write();
        EntryBatch stale = commands(2, 1, 20, 100);
        try (DiskFile file = disk.open(names().get(1), false)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size()).order(ByteOrder.LITTLE_ENDIAN);
            file.read(0, bytes);
            int start = 0;
            while (bytes.getInt(start) != 0xF7A3_51C9) {
                start++;
            }
            file.write(start + 48, stale.bytes());
        }

        assertThatThrownBy(() -> storage.read(1, 2_000))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the entries do not match their checksum");
        assertThat(opened(disk.copy(), "segment")).isNull();
    }

    @Test
    void directoryThatLostItsIdentityIsNeverTakenForANewOne() throws IOException {
        LogWrite vote = new LogWrite(HardState.INITIAL.inTerm(3, NodeId.of("n2")), 0, EntryBatch.empty());
        for (LogWrite only : List.of(vote, append(commands(1, 1, 2, 10)))) {
            CrashDisk lossy = new CrashDisk();
            LogStorage log = Kept.storage(lossy);
            log.open(Kept.IDENTITY);
            log.write(List.of(only));
            CrashDisk other = lossy.kill();
            other.delete("identity");

            assertThat(opened(other, "identity")).isNull();
            assertThat(opened(other, "identity")).isNull();
        }
    }

    /** The last segment alone is not missed, when it is gone with its name: nothing else speaks of it. */
    @Test
    void missingFilesAreNoticed() throws IOException {
        write();
        storage.close();
        List<String> needed = new ArrayList<>(names());
        needed.remove(names().stream()
                .filter(name -> name.startsWith("segment"))
                .reduce((before, last) -> last)
                .orElseThrow());

        for (String name : needed) {
            CrashDisk incomplete = disk.copy();
            incomplete.delete(name);
            assertThat(opened(incomplete, "")).as("without %s", name).isNull();
        }
    }

    /** What is not lost is as it was written, and what is, is claimed. */
    private void requireDoubt(Recovered recovered, EntryBatch log) {
        long lastIndex = whole.log().lastIndex();
        assertThat(recovered.lastKnown())
                .isGreaterThanOrEqualTo(new EntryId(whole.log().lastTerm(), lastIndex));
        assertThat(recovered.hardState()).isEqualTo(whole.hardState());
        assertThat(written).containsAll(log.entries());
    }

    private @Nullable Kept damaged(String name, int position, int mask) {
        CrashDisk rotten = disk.copy();
        rotten.flip(name, position, mask);
        return opened(rotten, name);
    }

    /** What is found, or null if it is refused or doubted as it should be, also by the start after that. */
    private @Nullable Kept opened(CrashDisk rotten, String name) {
        try {
            LogStorage storage = Kept.storage(rotten);
            Recovered recovered = storage.open(Kept.IDENTITY);
            Kept found = Kept.in(storage, recovered);
            if (!recovered.isDoubtful()) {
                return found;
            }
            storage.close();
            Kept.requireSameLog(Kept.storage(rotten).open(Kept.IDENTITY), recovered);
            requireDoubt(recovered, found.log());
            return null;
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
            assertThat(e.getMessage()).startsWith("crash-disk:/" + name).contains(" is damaged at byte ");
            return null;
        }
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>(disk.list(""));
        names.remove("lock");
        return names;
    }

    private long size(String name) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            return file.size();
        }
    }
}
