package io.github.reactiveraft.test.disk;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What a disk was told to fail, and since when it is dead: it is asked before whatever the disk does. */
final class DiskFaults {

    private BooleanSupplier guard = () -> true;
    private boolean isDead;
    private boolean isFull;
    private boolean isReadFailing;
    private long operationCount;
    private long lastOperation = Long.MAX_VALUE;
    private long forceCount;
    private long failingForce = Long.MAX_VALUE;

    void guard(BooleanSupplier newGuard) {
        guard = newGuard;
    }

    void die() {
        isDead = true;
    }

    void full(boolean enabled) {
        isFull = enabled;
    }

    boolean isFull() {
        return isFull;
    }

    void failRead() {
        isReadFailing = true;
    }

    void stopAfter(long count) {
        lastOperation = count;
    }

    void failForce(long number) {
        failingForce = number;
    }

    /** A guard, a stop and a death are none of what can be mended: they are the end of a process or of the power. */
    void mend() {
        isReadFailing = false;
        isFull = false;
        failingForce = Long.MAX_VALUE;
    }

    long operationCount() {
        return operationCount;
    }

    long forceCount() {
        return forceCount;
    }

    void requirePower() throws IOException {
        if (isDead) {
            throw new IOException("The disk has no power");
        }
    }

    void requireRoom() throws IOException {
        requirePower();
        if (isFull) {
            throw new IOException("No space left on device");
        }
    }

    /** Something is about to change. */
    void beforeOperation() throws IOException {
        isDead = isDead || operationCount >= lastOperation || !guard.getAsBoolean();
        requirePower();
        operationCount++;
    }

    void beforeRead() throws IOException {
        requirePower();
        if (isReadFailing) {
            isReadFailing = false;
            throw new IOException("Input/output error");
        }
    }

    /** Counts a sync; answers whether it is the one that fails. */
    boolean isForceFailing() {
        return ++forceCount == failingForce;
    }
}
