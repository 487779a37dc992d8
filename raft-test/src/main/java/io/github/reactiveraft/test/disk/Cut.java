package io.github.reactiveraft.test.disk;

import java.util.random.RandomGenerator;

/** A power cut: what chance made of it, and how much of what was not safe it took. */
final class Cut {

    private final RandomGenerator random;
    private int lostCount;
    private int tornCount;

    Cut(RandomGenerator random) {
        this.random = random;
    }

    RandomGenerator random() {
        return random;
    }

    void onLost() {
        lostCount++;
    }

    /** Of something that was to be torn, so many parts of all are left: perhaps none, perhaps all. */
    void onTorn(int leftCount, int partCount) {
        if (leftCount == 0) {
            onLost();
        } else if (leftCount < partCount) {
            tornCount++;
        }
    }

    int lostCount() {
        return lostCount;
    }

    int tornCount() {
        return tornCount;
    }
}
