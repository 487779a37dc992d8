package io.github.reactiveraft.test.disk;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All names of a disk: as programs see them, as they are on the platter, and the changes between the two. */
final class Directory {

    private final SortedMap<String, Inode> seen = new TreeMap<>();
    private final SortedMap<String, Inode> durable = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();

    /** A name that goes, a name that comes, or both at once. */
    private record Change(
            @Nullable String removed, @Nullable String added, Inode file) {

        boolean isIn(String directory) {
            return directory(removed == null ? String.valueOf(added) : removed).equals(directory);
        }

        void apply(SortedMap<String, Inode> names) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null) {
                names.put(added, file);
            }
        }
    }

    static String directory(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    @Nullable
    Inode file(String name) {
        return seen.get(name);
    }

    List<String> list(String directory) {
        return seen.keySet().stream()
                .filter(name -> directory(name).equals(directory))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .toList();
    }

    Inode create(String name) {
        Inode file = new Inode();
        change(new Change(null, name, file));
        return file;
    }

    void rename(String from, String to, Inode file) {
        change(new Change(from, to, file));
    }

    void delete(String name, Inode file) {
        change(new Change(name, null, file));
    }

    void force(String directory) {
        for (Change change : List.copyOf(pending)) {
            if (change.isIn(directory)) {
                change.apply(durable);
                pending.remove(change);
            }
        }
    }

    Directory copy() {
        IdentityHashMap<Inode, Inode> copies = new IdentityHashMap<>();
        Function<Inode, Inode> copy = file -> copies.computeIfAbsent(file, Inode::copy);
        Directory other = new Directory();
        seen.forEach((name, file) -> other.seen.put(name, copy.apply(file)));
        durable.forEach((name, file) -> other.durable.put(name, copy.apply(file)));
        pending.forEach(
                change -> other.pending.add(new Change(change.removed(), change.added(), copy.apply(change.file()))));
        return other;
    }

    /** The names after a power cut: of the changes that were not forced, some, each on its own. */
    Directory afterCut(Cut cut) {
        SortedMap<String, Inode> names = new TreeMap<>(durable);
        for (Change change : pending) {
            if (cut.random().nextBoolean()) {
                change.apply(names);
            } else {
                cut.onLost();
            }
        }
        Directory left = new Directory();
        names.forEach((name, file) -> {
            Inode torn = file.afterCut(cut);
            left.seen.put(name, torn);
            left.durable.put(name, torn);
        });
        return left;
    }

    private void change(Change change) {
        change.apply(seen);
        pending.add(change);
    }
}
