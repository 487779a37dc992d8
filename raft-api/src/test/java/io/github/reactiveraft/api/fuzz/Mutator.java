package io.github.reactiveraft.api.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages valid bytes: flips, cuts, splices, blocks that are doubled, swapped, zeroed or gone, and numbers that are too
 * large or just wrong where a length may be. Determined by the random generator that it is given. Never changes an array
 * that it is given.
 */
public final class Mutator {

    /** What lengths, counts and indexes are compared with, and what they overflow at. */
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        -1,
        -2,
        0x7F,
        0x80,
        0xFF,
        0x100,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x1_0000,
        0x1_0001,
        0xFF_FFFF,
        0x7FFF_FFF8,
        0x7FFF_FFFF,
        0x8000_0000L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    /** How often a place is looked for that holds a length before any other one is taken. */
    private static final int GUESSES = 8;

    private final SplittableRandom random;

    /** Draws everything from a generator, which stays the caller's. */
    public Mutator(SplittableRandom random) {
        this.random = random;
    }

    /** Noise now and then; else valid bytes with one change or a few, some of them made of other valid bytes. */
    public byte[] mutated(byte[] valid, byte[] other) {
        if (random.nextInt(64) == 0) {
            return noise(random.nextInt(2 * valid.length + 2));
        }
        byte[] bytes = valid.clone();
        int changeCount = 1;
        while (changeCount < 8 && random.nextInt(3) == 0) {
            changeCount++;
        }
        for (int change = 0; change < changeCount; change++) {
            bytes = changed(bytes, other);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return noise(random.nextInt(16));
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 3 -> bytes[at] = (byte) random.nextInt();
            case 4, 5, 6 -> putNumber(bytes);
            case 7 -> Arrays.fill(bytes, at, at + block(bytes.length - at), (byte) -random.nextInt(2));
            case 8 -> swap(bytes);
            case 9 -> overwrite(bytes, at, random.nextBoolean() ? bytes.clone() : other);
            case 10 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 11 -> {
                return joined(bytes, bytes.length, noise(random.nextInt(32)), 0);
            }
            case 12 -> {
                // Twice, if it goes on in front of what was there; gone, if behind.
                return joined(bytes, at, bytes, random.nextInt(bytes.length));
            }
            default -> {
                return joined(bytes, at, other, other.length == 0 ? 0 : random.nextInt(other.length));
            }
        }
        return bytes;
    }

    /** A number in one, two, four or eight bytes of either order, where a length seems to be if one is found. */
    private void putNumber(byte[] bytes) {
        int width = Math.min(1 << random.nextInt(4), Integer.highestOneBit(bytes.length));
        boolean littleEndian = random.nextInt(4) > 0;
        int at = random.nextInt(bytes.length - width + 1);
        for (int guess = 0; guess < GUESSES && !isLength(number(bytes, at, width, littleEndian), bytes); guess++) {
            at = random.nextInt(bytes.length - width + 1);
        }
        long number =
                switch (random.nextInt(4)) {
                    case 0 -> number(bytes, at, width, littleEndian) + random.nextInt(-3, 4);
                    case 1 -> random.nextInt(2 * bytes.length);
                    default -> NUMBERS[random.nextInt(NUMBERS.length)];
                };
        for (int i = 0; i < width; i++) {
            bytes[at + (littleEndian ? i : width - 1 - i)] = (byte) (number >>> (Byte.SIZE * i));
        }
    }

    private static boolean isLength(long number, byte[] bytes) {
        return number > 0 && number <= bytes.length;
    }

    private static long number(byte[] bytes, int at, int width, boolean littleEndian) {
        long number = 0;
        for (int i = 0; i < width; i++) {
            number = (number << Byte.SIZE) | (bytes[at + (littleEndian ? width - 1 - i : i)] & 0xFF);
        }
        return number;
    }

    private void swap(byte[] bytes) {
        int length = block(Math.max(1, bytes.length / 2));
        int one = random.nextInt(bytes.length - length + 1);
        int two = random.nextInt(bytes.length - length + 1);
        byte[] before = bytes.clone();
        System.arraycopy(before, one, bytes, two, length);
        if (Math.abs(one - two) >= length) {
            System.arraycopy(before, two, bytes, one, length);
        }
    }

    private void overwrite(byte[] bytes, int at, byte[] source) {
        if (source.length > 0) {
            int from = random.nextInt(source.length);
            System.arraycopy(source, from, bytes, at, block(Math.min(source.length - from, bytes.length - at)));
        }
    }

    /** A length of 1 to most; mostly a short one, and now and then all of it. */
    private int block(int most) {
        return random.nextInt(8) == 0 ? most : 1 + random.nextInt(Math.min(most, 1 << random.nextInt(10)));
    }

    private static byte[] joined(byte[] head, int headLength, byte[] tail, int tailFrom) {
        byte[] joined = Arrays.copyOf(head, headLength + tail.length - tailFrom);
        System.arraycopy(tail, tailFrom, joined, headLength, tail.length - tailFrom);
        return joined;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }
}
