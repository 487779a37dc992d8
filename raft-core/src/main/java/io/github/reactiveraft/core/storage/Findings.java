package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an inspection has found so far. Which entries a damaged place of the log has cost is known only when the log goes
 * on behind it; until then the finding is open.
 */
final class Findings {

    private final Disk disk;
    private final List<StorageFinding> found = new ArrayList<>();
    private final List<Integer> open = new ArrayList<>();
    private @Nullable StorageException refusal;

    Findings(Disk disk) {
        this.disk = disk;
    }

    List<StorageFinding> all() {
        return List.copyOf(found);
    }

    /** What a node would say first against a start, or against its log, or null if it finds all. */
    @Nullable
    StorageException refusal() {
        return refusal;
    }

    /** Notes what recovery would refuse, and what of. */
    void refuse(StorageVerdict verdict, String file, long offset, long byteCount, StorageException why) {
        String what = Damage.what(why, disk.locate(file));
        refuse(new StorageFinding(verdict, file, offset, byteCount, what, 0, 0), why);
    }

    /** Notes what recovery would refuse in the log; another format version makes all of it unusable. */
    void refuse(String file, long offset, long byteCount, StorageException why) {
        StorageVerdict verdict = why.reason() == Reason.VERSION ? StorageVerdict.UNUSABLE : StorageVerdict.CORRUPT;
        refuse(verdict, file, offset, byteCount, why);
    }

    /**
     * Notes damage that {@link #judge} will say the meaning of, and leaves open what it has cost.
     *
     * @return the number to name it by
     */
    int suspect(String file, long offset, long byteCount, StorageException why) {
        note(StorageVerdict.CLEAN, file, offset, byteCount, Damage.what(why, disk.locate(file)));
        open.add(found.size() - 1);
        return found.size() - 1;
    }

    /** Says what damage means that was noted before. */
    void judge(int number, StorageVerdict verdict, StorageException why) {
        StorageFinding finding = found.get(number);
        String more = verdict == StorageVerdict.CLEAN ? "; what stands behind it makes up for it" : "";
        found.set(number, finding.judged(verdict, finding.what() + more));
        if (!verdict.isSound()) {
            refusal = refusal == null ? why : refusal;
        }
    }

    void note(StorageVerdict verdict, String file, long offset, long byteCount, String what) {
        note(new StorageFinding(verdict, file, offset, byteCount, what, 0, 0));
    }

    /** Notes what a node would refuse. */
    void refuse(StorageFinding finding, StorageException why) {
        refusal = refusal == null ? why : refusal;
        note(finding);
    }

    void note(StorageFinding finding) {
        found.add(finding);
    }

    /** How long a file is, to say that all of it is concerned. */
    long size(String file) throws IOException {
        try (DiskFile opened = disk.open(file, false)) {
            return opened.size();
        }
    }

    /** Says which entries the open ones have cost together; both 0 for none. */
    void close(long firstIndex, long lastIndex) {
        for (int number : open) {
            found.set(number, found.get(number).losing(firstIndex, lastIndex));
        }
        open.clear();
    }
}
