package dev.procpool.demo.peers;

import dev.procpool.task.RemoteCallable;
import java.util.concurrent.Future;
import net.viktorc.pp4j.api.JavaProcessExecutorService;
import net.viktorc.pp4j.impl.ProcessExecutors;

/** The pool of processes on Maven Central. Serializes with the JDK; Base64 lines over the worker's own stdin and stdout. */
final class Pp4j implements JavaPool {

    private static final String NEEDED_CLASS = "net.viktorc.pp4j.impl.ProcessExecutors";

    /** Guarded by this. Null until the first use. */
    private JavaProcessExecutorService pool;

    /** Guarded by this. Once true, always true. */
    private boolean closed;

    /** Why it cannot be measured; null if it can. */
    static String whyNot() {
        try {
            Class.forName(NEEDED_CLASS, false, Pp4j.class.getClassLoader());
            return null;
        } catch (ClassNotFoundException e) {
            return "PP4J not found; make bench-peers puts it beside this jar";
        }
    }

    @Override
    public Future<Integer> submit(int number, long busyNanos) {
        RemoteCallable<Integer> task = () -> Work.answer(number, busyNanos);
        return new LimitedFuture<>(open().submit(task));
    }

    private synchronized JavaProcessExecutorService open() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (pool == null) {
            pool = create();
        }
        return pool;
    }

    /** @throws IllegalStateException if it was interrupted */
    static JavaProcessExecutorService create() {
        try {
            return ProcessExecutors.newSingleJavaProcessPool();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.shutdownNow();
        }
    }
}
