package dev.procpool.demo.stores;

import dev.procpool.demo.bench.WrongAnswerException;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** What workers do with a store. */
final class StoreTasks {

    /** In a worker: what it has opened. It stays open, as it does for tasks of a user's. */
    private static final ConcurrentHashMap<String, Lookup> OPEN = new ConcurrentHashMap<>();

    private StoreTasks() {}

    private static Lookup lookup(Store.Handle handle) throws IOException {
        Lookup known = OPEN.get(handle.file());
        if (known == null) {
            known = handle.open();
            OPEN.put(handle.file(), known);
        }
        return known;
    }

    /** Opens a store and finds one key; in nanoseconds. */
    static long firstLookup(Store.Handle handle, Entries entries, int number) throws Exception {
        String key = entries.key(number);
        long before = System.nanoTime();
        int value = lookup(handle).get(key);
        long nanos = System.nanoTime() - before;
        WrongAnswerException.unlessEqual("the first lookup of " + key, entries.value(number), value);
        return nanos;
    }

    /**
     * Looks up random keys.
     *
     * @param batch how many keys are made at a time, and looked up between two looks at the clock
     * @param missing keys that are not there, rather than such that are
     * @param atLeastNanos how long, not counting the time it takes to make the keys
     * @return lookups per second
     */
    static double lookupsPerSecond(
            Store.Handle handle, Entries entries, int batch, boolean missing, long atLeastNanos, long seed)
            throws Exception {
        Lookup store = lookup(handle);
        var random = new SplittableRandom(seed);
        String[] keys = new String[batch];
        int[] expected = new int[batch];
        long nanos = 0;
        long lookups = 0;
        while (nanos < atLeastNanos) {
            for (int i = 0; i < batch; i++) {
                // New Strings each time: one that has been looked up before knows its hash, which helps only a HashMap.
                int number = random.nextInt(entries.count());
                keys[i] = entries.key(missing ? entries.count() + number : number);
                expected[i] = missing ? Lookup.ABSENT : entries.value(number);
            }
            nanos += timed(store, keys, expected);
            lookups += batch;
        }
        return lookups * 1e9 / nanos;
    }

    private static long timed(Lookup store, String[] keys, int[] expected) throws Exception {
        int wrong = 0;
        long before = System.nanoTime();
        for (int i = 0; i < keys.length; i++) {
            if (store.get(keys[i]) != expected[i]) {
                wrong++;
            }
        }
        long nanos = System.nanoTime() - before;
        WrongAnswerException.unlessEqual("lookups, of which are wrong", 0, wrong);
        return nanos;
    }

    /** Does, with a small store of the same kind, what costs memory whatever the size: classes, compiled code. */
    static int warmUp(Store.Handle small, Entries entries, int lookups) throws Exception {
        int done = 0;
        while (done < lookups) {
            done += touchAll(small, entries);
        }
        return done;
    }

    /** Finds every entry. */
    static int touchAll(Store.Handle handle, Entries entries) throws Exception {
        Lookup store = lookup(handle);
        for (int number = 0; number < entries.count(); number++) {
            findOne(store, entries, number);
        }
        return entries.count();
    }

    private static void findOne(Lookup store, Entries entries, int number) throws Exception {
        String key = entries.key(number);
        int value = store.get(key);
        if (value != entries.value(number)) {
            throw new WrongAnswerException("the lookup of " + key, entries.value(number), value);
        }
    }
}
