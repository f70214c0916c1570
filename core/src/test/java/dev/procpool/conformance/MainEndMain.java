package dev.procpool.conformance;

import dev.procpool.TaskPool;
import dev.procpool.internal.process.PrivateDirectory;
import dev.procpool.testing.Await;
import java.util.concurrent.Callable;

/** Programs for {@link MainEndTest}: each does something at its end, and says what came of it. */
final class MainEndMain {

    private static final int TASKS = 5;

    private static TaskPool pool;

    private MainEndMain() {}

    public static void main(String[] args) throws Exception {
        var backend = Backend.valueOf(args[0]);
        pool = backend.open(1);
        switch (args[1]) {
            case "tasks" -> submitTasks();
            case "submit" ->
                atTheEnd(() -> {
                    say(() -> pool.submit(() -> 1));
                    say(() -> pool.broadcast(() -> 1));
                });
            case "open" -> atTheEnd(() -> say(() -> backend.open(1)));
            case "directory" -> atTheEnd(() -> say(PrivateDirectory::create));
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static void submitTasks() {
        for (int i = 0; i < TASKS; i++) {
            int number = i;
            pool.submit(() -> print(number));
        }
    }

    private static int print(int number) {
        long startNanos = System.nanoTime();
        Await.until(() -> System.nanoTime() - startNanos > 100_000_000, "the time");
        System.out.println("task " + number);
        return number;
    }

    private static void atTheEnd(Runnable action) throws Exception {
        pool.submit(() -> 1).get();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            long before = ProcessHandle.current().descendants().count();
            action.run();
            System.out.println(
                    "children: +" + (ProcessHandle.current().descendants().count() - before));
        }));
    }

    private static void say(Callable<?> action) {
        try {
            System.out.println(action.call());
        } catch (Exception e) {
            System.out.println(
                    e.getClass().getSimpleName() + ": " + e.getMessage().contains("the JVM is shutting down"));
        }
    }
}
