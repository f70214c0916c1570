package dev.procpool;

import dev.procpool.shared.SharedInts;
import java.util.concurrent.TimeUnit;

/** A program for {@link SharedFilesTest}: shares an array, has a task read it, says where it is, and ends. */
final class SharingMain {

    private SharingMain() {}

    /** @param args backend; {@code close}, {@code exit} or {@code wait} */
    public static void main(String[] args) throws Exception {
        TaskPool pool = switch (args[0]) {
            case "processes" -> ProcessPool.create(1);
            case "threads" -> ThreadPool.create(1);
            default -> SequentialPool.create();
        };
        SharedInts shared = pool.share(new int[] {42});
        if (pool.submit(() -> shared.get(0)).get() != 42) {
            throw new AssertionError("wrong value");
        }
        System.out.println("shared " + shared.path());
        switch (args[1]) {
            case "close" -> pool.close();
            case "exit" -> System.exit(0);
            default -> TimeUnit.HOURS.sleep(1);
        }
    }
}
