package io.github.reactiveraft.core.storage;

/**
 * One place of a directory that is not as it was written.
 *
 * @param verdict what this place alone makes of the directory
 * @param file the file's name in the directory; empty for the directory itself, if all of the log is missing
 * @param offset the first byte concerned
 * @param byteCount how many bytes are concerned; 0 if none are, as where a whole file is missing
 * @param what what is wrong, in words for people
 * @param firstIndex the first index of the log that is lost by it; 0 if none is known to be
 * @param lastIndex the last one, inclusive; 0 if none is known to be, or if all from {@code firstIndex} on may be lost
 */
public record StorageFinding(
        StorageVerdict verdict,
        String file,
        long offset,
        long byteCount,
        String what,
        long firstIndex,
        long lastIndex) {

    StorageFinding judged(StorageVerdict other, String words) {
        return new StorageFinding(other, file, offset, byteCount, words, firstIndex, lastIndex);
    }

    StorageFinding losing(long first, long last) {
        return new StorageFinding(verdict, file, offset, byteCount, what, first, last);
    }
}
