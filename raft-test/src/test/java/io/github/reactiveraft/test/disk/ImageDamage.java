package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.core.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What rots, gets lost or goes astray on a disk: flips, cuts, swaps, and blocks that are zeroed or there twice. */
final class ImageDamage {

    private static final int SECTOR = CrashDisk.SECTOR_BYTES;

    private final CrashDisk disk;
    private final SplittableRandom random;
    private final List<String> done = new ArrayList<>();

    ImageDamage(CrashDisk disk, SplittableRandom random) {
        this.disk = disk;
        this.random = random;
    }

    /** Does it once or a few times; says what was done. */
    List<String> inflict() throws IOException {
        for (int count = 1 + random.nextInt(1 + random.nextInt(4)); count > 0; count--) {
            List<String> names = disk.names("").stream()
                    .filter(name -> !name.equals("lock") && disk.size(name) > 0)
                    .toList();
            spoil(names.get(random.nextInt(names.size())), names);
        }
        return done;
    }

    private void spoil(String name, List<String> names) throws IOException {
        int size = (int) disk.size(name);
        int at = place(name, size);
        int length = Math.min(size - at, length());
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                disk.flip(name, at, 1 << random.nextInt(Byte.SIZE));
                done.add(name + " flipped at " + at);
            }
            case 3 -> {
                for (int position = at; position < at + length; position++) {
                    disk.flip(name, position, random.nextInt(1, 256));
                }
                done.add(name + " rotten from " + at + " for " + length);
            }
            case 4 -> cut(name, at);
            case 5 -> zero(name, at, length);
            case 6 -> zero(name, at, size - at);
            case 7 -> {
                int to = place(name, size);
                write(name, to, read(name, at, Math.min(length, size - to)));
                done.add(name + " has bytes " + at + " for " + length + " a second time at " + to);
            }
            case 8 -> swap(name, at, names.get(random.nextInt(names.size())), length);
            default -> swap(name, at, name, length);
        }
    }

    private void cut(String name, int size) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            file.truncate(size);
        }
        done.add(name + " cut at " + size);
    }

    private void zero(String name, int at, int length) throws IOException {
        write(name, at, ByteBuffer.allocate(length));
        done.add(name + " zeroed at " + at + " for " + length);
    }

    private void swap(String one, int at, String two, int atMost) throws IOException {
        int to = place(two, (int) disk.size(two));
        int length = (int) Math.min(atMost, disk.size(two) - to);
        ByteBuffer first = read(one, at, length);
        ByteBuffer second = read(two, to, length);
        write(two, to, first);
        write(one, at, second);
        done.add(one + " at " + at + " swapped with " + two + " at " + to + " for " + length);
    }

    /** Mostly where something was written, and often where a sector starts. */
    private int place(String name, int size) throws IOException {
        int used = size;
        if (random.nextInt(4) > 0) {
            ByteBuffer content = read(name, 0, size);
            while (used > 1 && content.get(used - 1) == 0) {
                used--;
            }
        }
        int at = random.nextInt(used);
        return random.nextInt(4) == 0 ? at / SECTOR * SECTOR : at;
    }

    private int length() {
        return switch (random.nextInt(4)) {
            case 0 -> SECTOR * random.nextInt(1, 9);
            case 1 -> random.nextInt(1, 1_500);
            default -> random.nextInt(1, 60);
        };
    }

    private ByteBuffer read(String name, int at, int length) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            file.read(at, bytes);
            return bytes.flip();
        }
    }

    private void write(String name, int at, ByteBuffer bytes) throws IOException {
        try (DiskFile file = disk.open(name, false)) {
            file.write(at, bytes);
        }
    }
}
