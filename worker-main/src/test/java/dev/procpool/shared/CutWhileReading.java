package dev.procpool.shared;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads a file until its code is compiled, cuts the file in half, reads on, and prints what that threw; then reads
 * another file, to show that the JVM is as well as before. Arguments: kind of access, file, other file.
 */
final class CutWhileReading {

    private static final int WARM_ROUNDS = 60;
    static final int INDEX_ENTRIES = 5_000;

    private CutWhileReading() {}

    public static void main(String[] args) throws Exception {
        Reader reader = reader(args[0], Path.of(args[1]));
        long expected = reader.readAll();
        for (int i = 0; i < WARM_ROUNDS; i++) {
            check(expected, reader.readAll());
        }
        try (FileChannel channel = FileChannel.open(Path.of(args[1]), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        for (int i = 0; i < 3; i++) {
            try {
                System.out.println("no exception, value " + (reader.readAll() == expected ? "right" : "wrong"));
            } catch (SharedDataException e) {
                System.out.println("SharedDataException " + e.getMessage());
            } catch (InternalError e) {
                System.out.println("InternalError " + e.getMessage());
            }
        }
        Reader other = reader(args[0], Path.of(args[2]));
        check(expected, other.readAll());
        System.out.println("alive");
    }

    private static void check(long expected, long actual) {
        if (actual != expected) {
            throw new AssertionError("expected " + expected + " but read " + actual);
        }
    }

    private interface Reader {
        long readAll();
    }

    private static Reader reader(String kind, Path file) {
        return switch (kind) {
            case "get" -> {
                SharedLongs longs = SharedLongs.open(file);
                yield () -> sum(longs);
            }
            case "copy" -> {
                SharedLongs longs = SharedLongs.open(file);
                yield () -> copySum(longs);
            }
            case "verify" -> {
                SharedLongs longs = SharedLongs.open(file);
                yield () -> {
                    longs.verify();
                    return 0;
                };
            }
            case "index" -> {
                SharedIndex<Long> index = SharedIndex.open(file, Long.class);
                yield () -> sum(index);
            }
            case "text" -> {
                SharedIndex<String> index = SharedIndex.open(file, String.class);
                String[] keys = new String[INDEX_ENTRIES];
                Arrays.setAll(keys, i -> "key " + i);
                yield () -> sum(index, keys);
            }
            case "widen" -> {
                SharedInts ints = SharedInts.open(file);
                yield () -> widenedSum(ints);
            }
            case "last" -> {
                SharedLongs longs = SharedLongs.open(file);
                yield () -> many(longs);
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static long sum(SharedIndex<Long> index) {
        long sum = 0;
        for (long key = 0; key < INDEX_ENTRIES; key++) {
            sum += index.getInt(key, 0);
        }
        return sum;
    }

    private static long sum(SharedIndex<String> index, String[] keys) {
        long sum = 0;
        for (String key : keys) {
            sum += index.getLong(key, 0);
        }
        return sum;
    }

    private static long sum(SharedLongs longs) {
        long sum = 0;
        for (long i = 0; i < longs.length(); i++) {
            sum += longs.get(i);
        }
        return sum;
    }

    /** One instruction, for a JIT, reads an int and widens it; see {@link MappedFile#getInt}. */
    private static long widenedSum(SharedInts ints) {
        long sum = 0;
        long length = ints.length();
        for (long i = 0; i < length; i++) {
            sum += ints.get(i);
        }
        return sum;
    }

    private static long many(SharedLongs longs) {
        long sum = 0;
        for (int i = 0; i < 10_000; i++) {
            sum += longs.get(longs.length() - 1);
        }
        return sum;
    }

    private static long copySum(SharedLongs longs) {
        long sum = 0;
        long[] chunk = new long[1024];
        for (long from = 0; from < longs.length(); from += chunk.length) {
            longs.copyTo(from, chunk, 0, chunk.length);
            for (long value : chunk) {
                sum += value;
            }
        }
        return sum;
    }
}
