package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Answers;
import dev.procpool.task.RemoteCallable;

/**
 * A parent JVM that has done nothing yet. Says how many nanoseconds it took from there to the first result of a PP4J pool,
 * and what that was.
 */
final class Pp4jFirstResultMain {

    private Pp4jFirstResultMain() {}

    public static void main(String[] args) throws Exception {
        int number = Integer.parseInt(args[0]);
        long before = System.nanoTime();
        var pool = Pp4j.create();
        RemoteCallable<Integer> task = () -> Answers.to(number);
        int answer = pool.submit(task).get();
        long nanos = System.nanoTime() - before;
        System.out.println(nanos + " " + answer);
        pool.shutdown();
    }
}
