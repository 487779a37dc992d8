package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.examples.kv.KvOutput.Entries;
import io.github.reactiveraft.examples.kv.KvOutput.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All keys in order, those that expire also in the order of that, and a digest of it all that every change carries on. */
final class Store {

    private static final int PAGE_COUNT = 1000;

    /** Of keys and values together; three bytes each at most, so that a page fits where an entry of the log does. */
    private static final int PAGE_CHARS = 256 * 1024;

    private final NavigableMap<String, Item> items = new TreeMap<>();
    private final NavigableSet<Item> expiring = new TreeSet<>(Item.IN_ORDER_OF_EXPIRY);
    private long digest;

    Optional<Item> find(String key) {
        return Optional.ofNullable(items.get(key));
    }

    void put(Item item) {
        forget(items.put(item.key(), item));
        digest += item.weight();
        if (item.isExpiring()) {
            expiring.add(item);
        }
    }

    void remove(String key) {
        forget(items.remove(key));
    }

    private void forget(@Nullable Item item) {
        if (item != null) {
            digest -= item.weight();
            expiring.remove(item);
        }
    }

    /** Removes what is over by now, the earliest first. */
    List<Item> removeExpired(long now) {
        List<Item> expired = new ArrayList<>();
        while (!expiring.isEmpty() && expiring.first().expiresAt() <= now) {
            Item next = expiring.first();
            remove(next.key());
            expired.add(next);
        }
        return expired;
    }

    /** As many keys with a prefix, behind a key, as one answer takes. */
    Entries page(String prefix, String after) {
        List<Stored> entries = new ArrayList<>();
        int charCount = 0;
        boolean isFromPrefix = prefix.compareTo(after) > 0;
        for (Item item :
                items.tailMap(isFromPrefix ? prefix : after, isFromPrefix).values()) {
            if (!item.key().startsWith(prefix)) {
                break;
            }
            charCount += item.key().length() + item.value().length();
            boolean isFull = entries.size() == PAGE_COUNT || charCount > PAGE_CHARS;
            if (isFull && !entries.isEmpty()) {
                return new Entries(entries, false);
            }
            entries.add(item.stored());
        }
        return new Entries(entries, true);
    }

    /** Everything as it is now; stays as it is. */
    List<Item> items() {
        return List.copyOf(items.values());
    }

    /** A sum over all items, so it depends on what is there and not on how it came. */
    long digest() {
        return digest;
    }
}
