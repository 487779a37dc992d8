package io.github.reactiveraft.core.storage;

/**
 * One file of the log.
 *
 * @param file its name in the directory
 * @param number which file of the log it is
 * @param firstIndex the first entry in it that still counts, 0 for none
 * @param lastIndex the last one, 0 for none
 * @param usedBytes how many bytes of it are written, its header included; those behind are zeros
 * @param byteCount how long it is
 */
public record InspectedSegment(
        String file, long number, long firstIndex, long lastIndex, long usedBytes, long byteCount) {}
