package dev.procpool.shared;

import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints a sum over the data of a serialized handle. Argument: the file the handle is in. */
final class ReadHandle {

    private ReadHandle() {}

    public static void main(String[] args) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(args[0])))) {
            System.out.println("sum " + sum((SharedLongs) in.readObject()));
        }
    }

    static long sum(SharedLongs longs) {
        long sum = 0;
        for (long i = 0; i < longs.length(); i++) {
            sum = 31 * sum + longs.get(i);
        }
        return sum;
    }
}
