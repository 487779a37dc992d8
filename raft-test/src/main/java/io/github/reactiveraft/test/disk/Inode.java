package io.github.reactiveraft.test.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A file's content: as programs see it, as it is on the platter, and the changes that are between the two. */
final class Inode {

    private final Content seen;
    private final Content durable;
    private final List<Change> pending;
    /** What stood in a sector before it was written last. */
    private final SortedMap<Integer, byte[]> former;

    private @Nullable Misread misread;

    private static final class Misread {
        private final int position;
        private final byte[] instead;
        private final Runnable onMisread;

        Misread(int position, byte[] instead, Runnable onMisread) {
            this.position = position;
            this.instead = instead;
            this.onMisread = onMisread;
        }
    }

    /** Bytes and length. */
    private static final class Content {
        private byte[] bytes = new byte[0];
        private int size;

        Content copy() {
            Content copy = new Content();
            copy.bytes = Arrays.copyOf(bytes, size);
            copy.size = size;
            return copy;
        }

        void write(int position, byte[] source, int from, int length) {
            if (position + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(position + length, bytes.length * 2));
            }
            System.arraycopy(source, from, bytes, position, length);
            size = Math.max(size, position + length);
        }

        void truncate(int newSize) {
            if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
                size = newSize;
            }
        }
    }

    private sealed interface Change {
        /** Carries out the change. */
        void apply(Content content);

        /** How many parts there are of it that a power cut may leave or take, each on its own. */
        int partCount();

        /** Carries out what a power cut leaves of it; answers how many of its parts that is. */
        int tear(Content content, RandomGenerator random);
    }

    private static final class Write implements Change {
        private final int position;
        private final byte[] bytes;

        Write(int position, byte[] bytes) {
            this.position = position;
            this.bytes = bytes;
        }

        @Override
        public void apply(Content content) {
            content.write(position, bytes, 0, bytes.length);
        }

        @Override
        public int partCount() {
            int sectors = position % CrashDisk.SECTOR_BYTES + bytes.length + CrashDisk.SECTOR_BYTES - 1;
            return sectors / CrashDisk.SECTOR_BYTES;
        }

        @Override
        public int tear(Content content, RandomGenerator random) {
            int leftCount = 0;
            for (int from = 0; from < bytes.length; ) {
                int toSectorEnd = CrashDisk.SECTOR_BYTES - (position + from) % CrashDisk.SECTOR_BYTES;
                int length = Math.min(toSectorEnd, bytes.length - from);
                if (random.nextBoolean()) {
                    content.write(position + from, bytes, from, length);
                    leftCount++;
                }
                from += length;
            }
            return leftCount;
        }
    }

    private record Truncation(int size) implements Change {
        @Override
        public void apply(Content content) {
            content.truncate(size);
        }

        @Override
        public int partCount() {
            return 1;
        }

        @Override
        public int tear(Content content, RandomGenerator random) {
            apply(content);
            return partCount();
        }
    }

    Inode() {
        this(new Content(), new Content(), new ArrayList<>(), new TreeMap<>());
    }

    private Inode(Content seen, Content durable, List<Change> pending, SortedMap<Integer, byte[]> former) {
        this.seen = seen;
        this.durable = durable;
        this.pending = pending;
        this.former = former;
    }

    Inode copy() {
        return new Inode(seen.copy(), durable.copy(), new ArrayList<>(pending), new TreeMap<>(former));
    }

    int size() {
        return seen.size;
    }

    int read(long position, ByteBuffer target) {
        int count = (int) Math.max(0, Math.min(target.remaining(), seen.size - position));
        if (count > 0) {
            int start = target.position();
            target.put(seen.bytes, Math.toIntExact(position), count);
            misread(position, target.duplicate().position(start).limit(start + count));
        }
        return count;
    }

    /** Only whoever reads the whole sector is deceived. */
    private void misread(long position, ByteBuffer read) {
        Misread next = misread;
        if (next != null
                && position <= next.position
                && position + read.remaining() >= next.position + next.instead.length) {
            misread = null;
            read.position(read.position() + Math.toIntExact(next.position - position));
            read.put(next.instead);
            next.onMisread.run();
        }
    }

    /** Gives the next reader of some bytes others instead, once. */
    void misread(int position, byte[] instead, Runnable onMisread) {
        misread = new Misread(position, instead, onMisread);
    }

    /** What stands in a sector, shorter at the end of the file. */
    byte[] sector(int number) {
        int from = number * CrashDisk.SECTOR_BYTES;
        return Arrays.copyOfRange(seen.bytes, from, Math.min(seen.size, from + CrashDisk.SECTOR_BYTES));
    }

    /** What stood in a sector before it was written last, of the same length as now; the same as now for want of it. */
    byte[] formerSector(int number) {
        byte[] now = sector(number);
        byte[] before = former.get(number);
        return before == null ? now : Arrays.copyOf(before, now.length);
    }

    void write(long position, ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        int end = Math.toIntExact(position) + bytes.length;
        for (int sector = Math.toIntExact(position) / CrashDisk.SECTOR_BYTES;
                sector * CrashDisk.SECTOR_BYTES < Math.min(end, seen.size);
                sector++) {
            former.put(sector, sector(sector));
        }
        change(new Write(Math.toIntExact(position), bytes));
    }

    void truncate(long size) {
        change(new Truncation(Math.toIntExact(size)));
    }

    void force() {
        pending.forEach(change -> change.apply(durable));
        pending.clear();
    }

    /** A sync that failed: the pages pass for clean from now on, though nothing of them is on the platter. */
    void forget() {
        pending.clear();
    }

    void flip(long position, int mask) {
        int at = Math.toIntExact(position);
        seen.bytes[at] ^= (byte) mask;
        if (at < durable.size) {
            durable.bytes[at] ^= (byte) mask;
        }
    }

    /**
     * The file after a power cut: of each change that was not forced, all, nothing or some sectors. What has more than one
     * sector is torn half of the time: that is what is hard to survive.
     */
    Inode afterCut(Cut cut) {
        Content left = durable.copy();
        for (Change change : pending) {
            switch (cut.random().nextInt(change.partCount() > 1 ? 4 : 2)) {
                case 0 -> change.apply(left);
                case 1 -> cut.onLost();
                default -> cut.onTorn(change.tear(left, cut.random()), change.partCount());
            }
        }
        return new Inode(left.copy(), left, new ArrayList<>(), new TreeMap<>(former));
    }

    private void change(Change change) {
        change.apply(seen);
        pending.add(change);
    }
}
