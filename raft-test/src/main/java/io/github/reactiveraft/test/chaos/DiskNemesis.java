package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.sim.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Strikes at disks. What it rots is chosen so that it is known beforehand what has to follow: one copy of term and vote
 * has to be survived; an entry in front of the last segment, the head of a segment or anything in a snapshot, rotten or
 * only read wrong, has to be noticed, and only the data of members that the cluster can do without is rotten like that.
 */
final class DiskNemesis {

    private static final String STATE = "state";
    private static final int STATE_SLOT_BYTES = 4096;
    private static final int STATE_SLOT_COUNT = 4;
    /** The part of a slot that says something; the rest is padding. */
    private static final int STATE_BYTES = 40;
    /** The part of a segment's head that says something, whatever the length of names. */
    private static final int HEADER_BYTES = 24;
    /** More than it takes to make two files of the log, or to stage a snapshot. */
    private static final int MOST_GROWTH_COUNT = 8;
    /** Most sectors hold nothing but zeros. */
    private static final int MISREAD_ATTEMPT_COUNT = 20;

    private final Members members;
    private final RandomGenerator random;
    private final Later later;

    DiskNemesis(Members members, RandomGenerator random, Later later) {
        this.members = members;
        this.random = random;
        this.later = later;
    }

    void strike(Fault fault, int node) {
        switch (fault) {
            case READ_ERROR -> readError(node);
            case SYNC_ERROR -> syncError(node);
            case DISK_FULL -> fill(node);
            case ROT_STATE -> members.spoil(node, fault, this::rotState);
            case ROT_ENTRY -> ifVictim(node, fault, this::rotEntry);
            case ROT_HEADER -> ifVictim(node, fault, this::rotHeader);
            case ROT_SNAPSHOT -> ifVictim(node, fault, this::rotSnapshot);
            case STALE_READ -> ifVictim(node, fault, disk -> misread(node, fault, disk, disk::formerSector));
            case MISDIRECTED_READ ->
                ifVictim(node, fault, disk -> misread(node, fault, disk, (name, sector) -> any(disk)));
            case LOST_DISK -> loseDisk(node);
            case OLD_COPY -> setBack(node);
            default -> throw new IllegalStateException(fault + " does not happen to a disk");
        }
    }

    /** The first read of the next start fails. */
    private void readError(int node) {
        members.spoil(node, Fault.READ_ERROR, disk -> {
            disk.failRead();
            return true;
        });
    }

    private void syncError(int node) {
        members.poison(node, Fault.SYNC_ERROR, disk -> {
            disk.failForce(disk.forceCount() + 1);
            return true;
        });
    }

    /** Whatever is the first to find no room: the next file of the log, one of several, a snapshot on its way. */
    private void fill(int node) {
        long growthCount = random.nextInt(MOST_GROWTH_COUNT);
        boolean isFull = members.poison(node, Fault.DISK_FULL, disk -> {
            disk.fullAfter(growthCount);
            return true;
        });
        if (isFull) {
            later.run(random.nextLong(1_000, 15_000), () -> members.free(node));
        }
    }

    private void ifVictim(int node, Fault fault, Members.SpoiledDisk rot) {
        if (members.isVictim(node)) {
            members.spoil(node, fault, rot);
        }
    }

    private void loseDisk(int node) {
        if (members.isVictim(node) && members.node(node).isPresent() && members.isMetByAll(node)) {
            members.replaceDisk(node);
        }
    }

    private void setBack(int node) {
        if (members.isVictim(node) && members.node(node).isPresent()) {
            members.setBack(node);
        }
    }

    private boolean rotState(CrashDisk disk) {
        long slot = (long) random.nextInt(STATE_SLOT_COUNT) * STATE_SLOT_BYTES;
        disk.flip(STATE, slot + random.nextInt(STATE_BYTES), mask());
        return true;
    }

    /** A segment with another behind it was synced whole, so nothing in it can be a torn write. */
    private boolean rotEntry(CrashDisk disk) {
        List<String> segments = segments(disk);
        if (segments.size() < 2) {
            return false;
        }
        String segment = segments.get(random.nextInt(segments.size() - 1));
        disk.flip(segment, random.nextLong(disk.size(segment)), mask());
        return true;
    }

    private boolean rotHeader(CrashDisk disk) {
        List<String> segments = segments(disk);
        if (segments.isEmpty()) {
            return false;
        }
        disk.flip(segments.get(random.nextInt(segments.size())), random.nextInt(HEADER_BYTES), mask());
        return true;
    }

    private boolean rotSnapshot(CrashDisk disk) {
        List<String> snapshots = snapshots(disk);
        if (snapshots.isEmpty()) {
            return false;
        }
        String snapshot = snapshots.get(random.nextInt(snapshots.size()));
        disk.flip(snapshot, random.nextLong(disk.size(snapshot)), mask());
        return true;
    }

    /** What is read instead of a sector. */
    private interface Instead {
        byte[] of(String name, int sector);
    }

    /** Some of what is read once is not what stands there: of a file that no write can have been torn in. */
    private boolean misread(int node, Fault fault, CrashDisk disk, Instead instead) {
        List<String> segments = segments(disk);
        List<String> files = new ArrayList<>(segments.subList(0, Math.max(0, segments.size() - 1)));
        files.addAll(snapshots(disk));
        for (int attempt = 0; attempt < MISREAD_ATTEMPT_COUNT && !files.isEmpty(); attempt++) {
            String file = files.get(random.nextInt(files.size()));
            int sector = random.nextInt(sectorCount(disk, file));
            byte[] right = disk.sector(file, sector);
            byte[] wrong = Arrays.copyOf(instead.of(file, sector), right.length);
            if (!Arrays.equals(right, wrong)) {
                disk.misread(file, sector, wrong, () -> members.onMisread(node, fault));
                return true;
            }
        }
        return false;
    }

    private byte[] any(CrashDisk disk) {
        List<String> files =
                disk.names("").stream().filter(name -> disk.size(name) > 0).toList();
        String file = files.get(random.nextInt(files.size()));
        return disk.sector(file, random.nextInt(sectorCount(disk, file)));
    }

    private static int sectorCount(CrashDisk disk, String file) {
        return Math.toIntExact((disk.size(file) + CrashDisk.SECTOR_BYTES - 1) / CrashDisk.SECTOR_BYTES);
    }

    private static List<String> segments(CrashDisk disk) {
        return disk.names("").stream().filter(name -> name.endsWith(".log")).toList();
    }

    private static List<String> snapshots(CrashDisk disk) {
        return disk.names("").stream().filter(name -> name.endsWith(".snap")).toList();
    }

    private int mask() {
        return 1 << random.nextInt(Byte.SIZE);
    }
}
