package dev.procpool.demo.bench;

import dev.procpool.ProcessPool;

/**
 * A parent JVM that has done nothing yet. Says how many nanoseconds it took from there to a pool's first result, and what
 * that was.
 */
public final class FirstResultMain {

    private FirstResultMain() {}

    public static void main(String[] args) throws Exception {
        int number = Integer.parseInt(args[0]);
        long before = System.nanoTime();
        try (var pool = ProcessPool.create(1)) {
            int answer = pool.submit(() -> Answers.to(number)).get();
            long nanos = System.nanoTime() - before;
            System.out.println(nanos + " " + answer);
        }
    }
}
