package dev.procpool.demo.peers;

import dev.procpool.ThreadPool;
import java.util.concurrent.Future;

/** This project's pool of threads. */
final class OwnThread implements JavaPool {

    private final ThreadPool pool = ThreadPool.create(1);

    @Override
    public Future<Integer> submit(int number, long busyNanos) {
        return pool.submit(() -> Work.answer(number, busyNanos));
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
