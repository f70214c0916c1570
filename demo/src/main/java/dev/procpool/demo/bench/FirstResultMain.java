package dev.procpool.demo.bench;

import dev.procpool.ProcessPool;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A parent JVM that has done nothing yet. Says how many nanoseconds it took from there to a pool's first result, and what
 * that was. With a second argument it stays until the archive of its workers' classes has been made.
 */
public final class FirstResultMain {

    private FirstResultMain() {}

    public static void main(String[] args) throws Exception {
        int number = Integer.parseInt(args[0]);
        long before = System.nanoTime();
        try (var pool = ProcessPool.create(1)) {
            int answer = pool.submit(() -> Answers.to(number)).get();
            long nanos = System.nanoTime() - before;
            if (args.length > 1) {
                awaitArchive();
            }
            System.out.println(nanos + " " + answer);
        }
    }

    /** Waits until the pool has had an archive made for later ones; for a minute at most. */
    private static void awaitArchive() throws IOException, InterruptedException {
        Path cache = Path.of(System.getProperty("procpool.cacheDirectory"));
        long deadlineNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        boolean made = false;
        while (!made && System.nanoTime() < deadlineNanos) {
            TimeUnit.MILLISECONDS.sleep(20);
            try (DirectoryStream<Path> keys = Files.newDirectoryStream(cache)) {
                for (Path key : keys) {
                    made |= Files.exists(key.resolve("state"));
                }
            }
        }
    }
}
