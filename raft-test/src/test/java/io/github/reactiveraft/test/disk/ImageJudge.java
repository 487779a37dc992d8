package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.test.contract.LogStorageContract;
import io.github.reactiveraft.test.disk.KeptWithSnapshot.Found;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a damaged directory, knowing what had been acknowledged from it. What is missing has to be explained
 * by the very bytes that are damaged; if it is not, the loss was silent.
 */
final class ImageJudge {

    private final StoredImage image;
    private final ImageFiles undamaged;
    private final StoredLog log;

    ImageJudge(StoredImage image) throws IOException {
        this.image = image;
        this.undamaged = ImageFiles.of(image.disk());
        this.log = StoredLog.in(undamaged);
    }

    /**
     * Opens and reads a damaged directory.
     *
     * @throws AssertionError if something is missing that nothing explains, or is wrong
     */
    Set<ImageOutcome> outcomes(CrashDisk damaged) throws IOException {
        ImageFiles files = ImageFiles.of(damaged);
        CrashDisk disk = damaged.copy();
        Found found;
        try {
            if (isDoubtful(damaged.copy())) {
                return EnumSet.of(ImageOutcome.IN_DOUBT);
            }
            found = Found.in(Kept.storage(disk));
        } catch (StorageException e) {
            assertThat(e.reason()).isIn(Reason.CORRUPT, Reason.VERSION, Reason.IDENTITY);
            return EnumSet.of(refusal(damaged, files));
        }
        return new Explanation(found, files, Set.copyOf(disk.names(""))).outcomes();
    }

    /** Whether a start finds that entries are missing; then it says how far the log reached, and what is left was in it. */
    private boolean isDoubtful(CrashDisk disk) {
        LogStorage storage = Kept.storage(disk);
        Recovered recovered = storage.open(Kept.IDENTITY);
        if (!recovered.isDoubtful()) {
            return false;
        }
        KeptWithSnapshot acknowledged = image.possible().get(0);
        assertThat(recovered.lastKnown()).isGreaterThanOrEqualTo(acknowledged.last());
        assertThat(image.possible()).anyMatch(kept -> kept.hardState().equals(recovered.hardState()));
        long base = recovered.base().index();
        assertThat(image.written())
                .containsAll(LogStorageContract.all(storage, base + 1, recovered.lastIndex(), 3_000)
                        .entries());
        return true;
    }

    private static ImageOutcome refusal(CrashDisk damaged, ImageFiles files) throws IOException {
        CrashDisk disk = damaged.copy();
        LogStorage storage = Kept.storage(disk);
        try {
            storage.open(Kept.IDENTITY);
            return ImageOutcome.REFUSED_ON_READING;
        } catch (StorageException e) {
            assertThat(ImageFiles.of(disk)).isEqualTo(files);
            return ImageOutcome.REFUSED;
        }
    }

    /** What was found in one damaged directory, and why. */
    private final class Explanation {

        private final Found found;
        private final ImageFiles damaged;
        private final Set<String> namesAfter;

        Explanation(Found found, ImageFiles damaged, Set<String> namesAfter) {
            this.found = found;
            this.damaged = damaged;
            this.namesAfter = namesAfter;
        }

        Set<ImageOutcome> outcomes() {
            for (KeptWithSnapshot kept : image.possible()) {
                Set<ImageOutcome> outcomes = EnumSet.of(ImageOutcome.INTACT);
                if (withWhatIsLeft(kept, outcomes).matches(found)) {
                    return outcomes;
                }
            }
            // The power may have failed when term and vote, or a snapshot, were there already and the rest was not.
            for (KeptWithSnapshot kept : image.possible()) {
                Set<ImageOutcome> outcomes = EnumSet.noneOf(ImageOutcome.class);
                KeptWithSnapshot rest = withWhatIsLeft(kept, outcomes);
                Optional<StoredLog.Log> shortened = shortened(outcomes);
                if (shortened.isPresent() && isShortened(rest, shortened.get())) {
                    return outcomes;
                }
            }
            throw new AssertionError("Silent loss: found " + found.recovered() + " with " + found.log() + " instead of "
                    + image.possible().get(0));
        }

        /** What has to be found if the log is whole: an older snapshot where the newest one is damaged. */
        private KeptWithSnapshot withWhatIsLeft(KeptWithSnapshot kept, Set<ImageOutcome> outcomes) {
            Recovered recovered = found.recovered();
            SnapshotMeta snapshot = kept.snapshot();
            EntryId base = kept.base();
            if (snapshot != null && !snapshot.equals(recovered.snapshot()) && isPutAside(snapshot)) {
                outcomes.remove(ImageOutcome.INTACT);
                outcomes.add(ImageOutcome.OLDER_SNAPSHOT_USED);
                snapshot = older(recovered.snapshot(), snapshot);
                base = snapshot == null ? EntryId.NONE : snapshot.lastIncluded();
            }
            EntryId start = recovered.base();
            if (snapshot != null && start.index() > base.index() && start.index() <= snapshot.index()) {
                outcomes.remove(ImageOutcome.INTACT);
                outcomes.add(ImageOutcome.COVERED_BY_SNAPSHOT);
                base = start;
            }
            return new KeptWithSnapshot(kept.hardState(), kept.start(), kept.history(), snapshot, base);
        }

        private boolean isPutAside(SnapshotMeta snapshot) {
            return namesAfter.contains(name(snapshot) + ".damaged");
        }

        /** The one that was found, if it was there and older. */
        private @Nullable SnapshotMeta older(@Nullable SnapshotMeta candidate, SnapshotMeta newest) {
            boolean isOlder = candidate == null
                    || (candidate.index() < newest.index() && undamaged.files().containsKey(name(candidate)));
            return isOlder ? candidate : newest;
        }

        /** What is left of the log if nothing in the damaged file tells that there was more. */
        private Optional<StoredLog.Log> shortened(Set<ImageOutcome> outcomes) {
            List<StoredLog.Frame> frames = log.frames();
            byte[] before = undamaged.bytes(log.lastFile());
            byte[] after = damaged.bytes(log.lastFile());
            int whole = 0;
            while (whole < frames.size() && frames.get(whole).isSame(before, after)) {
                whole++;
            }
            if (whole == frames.size()) {
                return Optional.empty();
            }
            StoredLog.Frame first = frames.get(whole);
            List<StoredLog.Frame> later = frames.subList(whole, frames.size()).stream()
                    .filter(frame -> frame.groupStart() > first.start())
                    .toList();
            if (later.stream().anyMatch(frame -> frame.isSame(before, after))) {
                return Optional.empty();
            }
            outcomes.add(later.isEmpty() ? ImageOutcome.LAST_WRITE_TAKEN_FOR_TORN : ImageOutcome.TAIL_WIPED);
            return Optional.of(log.upTo(whole));
        }

        /** A log that ends in front of the snapshot is one that the snapshot was to replace. */
        private boolean isShortened(KeptWithSnapshot rest, StoredLog.Log left) {
            SnapshotMeta snapshot = rest.snapshot();
            Recovered recovered = found.recovered();
            boolean isReplaced = snapshot != null && !left.contains(snapshot.lastIncluded());
            EntryBatch entries = isReplaced ? EntryBatch.empty() : left.entries();
            long last = snapshot != null && isReplaced ? snapshot.index() : left.lastIndex();
            return recovered.hardState().equals(rest.hardState())
                    && Objects.equals(recovered.snapshot(), snapshot)
                    && (snapshot == null || KeptWithSnapshot.stateOf(snapshot).equals(found.state()))
                    && recovered.lastIndex() == last
                    && found.log().equals(entries.from(recovered.base().index() + 1));
        }
    }

    private static String name(SnapshotMeta snapshot) {
        EntryId last = snapshot.lastIncluded();
        return String.format(Locale.ROOT, "snapshot-%019d-%019d.snap", last.term(), last.index());
    }
}
