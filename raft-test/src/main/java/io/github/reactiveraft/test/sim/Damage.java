package io.github.reactiveraft.test.sim;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What may happen to bytes between two nodes. */
final class Damage {

    private static final int MOST_FLIPS = 8;
    private static final int MOST_GARBAGE = 64;

    private Damage() {}

    /** Other bytes than these, in memory of their own. */
    static byte[] to(byte[] frame, RandomGenerator random) {
        byte[] damaged =
                switch (frame.length == 0 ? 0 : random.nextInt(4)) {
                    case 0 -> withGarbage(frame, random);
                    case 1 -> Arrays.copyOf(frame, random.nextInt(frame.length));
                    case 2 -> withHugeNumber(frame, random);
                    default -> withFlips(frame, 1 + random.nextInt(MOST_FLIPS), random);
                };
        // Flips may undo each other, and a number may have been huge before.
        return Arrays.equals(damaged, frame) ? withFlips(frame, 1, random) : damaged;
    }

    private static byte[] withGarbage(byte[] frame, RandomGenerator random) {
        byte[] garbage = new byte[1 + random.nextInt(MOST_GARBAGE)];
        random.nextBytes(garbage);
        byte[] damaged = Arrays.copyOf(frame, frame.length + garbage.length);
        System.arraycopy(garbage, 0, damaged, frame.length, garbage.length);
        return damaged;
    }

    /** Where lengths are is the codec's secret, so that any place may be hit; sometimes it is one. */
    private static byte[] withHugeNumber(byte[] frame, RandomGenerator random) {
        byte[] damaged = frame.clone();
        int at = random.nextInt(frame.length);
        int end = Math.min(frame.length, at + Integer.BYTES);
        Arrays.fill(damaged, at, end, (byte) 0xFF);
        // Either way it is read, it is a large positive number or, for an unwary reader, a negative one.
        damaged[random.nextBoolean() ? at : end - 1] = 0x7F;
        return damaged;
    }

    private static byte[] withFlips(byte[] frame, int count, RandomGenerator random) {
        byte[] damaged = frame.clone();
        for (int flip = 0; flip < count; flip++) {
            damaged[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return damaged;
    }
}
