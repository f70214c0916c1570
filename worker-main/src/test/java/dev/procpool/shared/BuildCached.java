package dev.procpool.shared;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Asks for a cached file and prints the value that is in it, after {@code built} if it was this program that built it.
 * Arguments: directory, key, value or {@code hang} for a builder that does not end.
 */
final class BuildCached {

    private BuildCached() {}

    public static void main(String[] args) {
        SharedInts ints = SharedData.cached(Path.of(args[0]), args[1], SharedInts.builder(out -> {
            System.out.print("built ");
            System.out.flush();
            if (args[2].equals("hang")) {
                new CountDownLatch(1).await();
            }
            out.add(Integer.parseInt(args[2]));
        }));
        System.out.println(ints.get(0));
    }
}
