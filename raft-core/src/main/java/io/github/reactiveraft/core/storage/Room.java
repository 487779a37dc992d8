package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells a disk without room from one that fails. Java has no exception for it: the system's own words are all there is,
 * and they may be in another language; so what the file system says of its space counts, too.
 *
 * @param directory where the files are
 */
record Room(Path directory) {

    private static final List<String> WORDS = List.of(
            "No space left on device",
            "Disk quota exceeded",
            "Disc quota exceeded",
            "not enough space on the disk",
            "The disk is full");

    /**
     * The failure itself, or a {@link DiskFullException} if room is what was missing.
     *
     * @param bytes how much was still to be written
     */
    IOException explained(IOException failure, long bytes) {
        return isSaid(failure) || isSeen(bytes)
                ? new DiskFullException(String.valueOf(failure.getMessage()), failure)
                : failure;
    }

    private static boolean isSaid(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return WORDS.stream().anyMatch(message::contains);
    }

    private boolean isSeen(long bytes) {
        try {
            long usable = Files.getFileStore(directory).getUsableSpace();
            return usable >= 0 && usable < bytes;
        } catch (IOException | SecurityException unknown) {
            return false;
        }
    }
}
