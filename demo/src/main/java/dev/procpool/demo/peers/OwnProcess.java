package dev.procpool.demo.peers;

import dev.procpool.demo.bench.BenchPool;
import java.util.concurrent.Future;

/** This project's pool of processes. */
final class OwnProcess implements JavaPool {

    private final BenchPool pool = new BenchPool();

    @Override
    public Future<Integer> submit(int number, long busyNanos) {
        return pool.open().submit(() -> Work.answer(number, busyNanos));
    }

    @Override
    public void close() {
        pool.close();
    }
}
