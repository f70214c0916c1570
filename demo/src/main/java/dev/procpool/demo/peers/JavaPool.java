package dev.procpool.demo.peers;

import java.util.concurrent.Future;

/** A pool in Java with one worker. */
interface JavaPool extends AutoCloseable {

    /** Submits {@link Work#answer}. */
    Future<Integer> submit(int number, long busyNanos);

    /** May be called twice, and by another thread. Nobody waits for a result for ever after that. */
    @Override
    void close();
}
