package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageException;

/**
 * What is wrong about a file of the log beside its frames.
 *
 * @param offset the first byte concerned
 * @param byteCount how many are
 * @param isHeaderLost whether its header is, so that only its name says what it is; otherwise its length is wrong
 * @param why in words
 */
record Flaw(long offset, long byteCount, boolean isHeaderLost, StorageException why) {}
