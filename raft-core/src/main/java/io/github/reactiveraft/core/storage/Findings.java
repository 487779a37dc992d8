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

    /** Why a node would not start, in the words it would say so, or null if it would. */
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

    /** Leaves open what the newest finding has cost. */
    void leaveOpen() {
        open.add(found.size() - 1);
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Says which entries the newest finding has cost. */
    void lose(long firstIndex, long lastIndex) {
        int newest = found.size() - 1;
        found.set(newest, found.get(newest).losing(firstIndex, lastIndex));
    }

    /** Says which entries the open ones have cost together; both 0 for none. */
    void close(long firstIndex, long lastIndex) {
        for (int number : open) {
            found.set(number, found.get(number).losing(firstIndex, lastIndex));
        }
        open.clear();
    }
}
