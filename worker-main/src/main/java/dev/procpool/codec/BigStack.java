package dev.procpool.codec;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs recursive work again where there is room for it. Serialization recurses once per link, so a list of 100,000 nodes
 * overflows a usual stack of 1 MiB although there is nothing wrong with it.
 *
 * <p>The big stack is address space, not memory: only the pages the recursion touches are ever backed, and only while it
 * runs. It is used after an overflow, never before one, because the retry has a price: serialization hooks of user
 * classes run on another thread, without the caller's locks and thread locals. The context class loader is handed over.
 */
final class BigStack {

    static final long BYTES = 512L << 20;

    private BigStack() {}

    /** Runs {@code work}; after a stack overflow runs it once more from the start on a big stack. */
    static <T> T call(String what, Callable<T> work) throws IOException, ClassNotFoundException {
        try {
            return work.call();
        } catch (StackOverflowError e) {
            // Falls through: the handler has no frames to spare for the retry.
        } catch (Exception e) {
            throw rethrown(e);
        }
        return again(what, work);
    }

    private static <T> T again(String what, Callable<T> work) throws IOException, ClassNotFoundException {
        var task = new FutureTask<>(work);
        var thread = new Thread(null, task, "procpool-codec-big-stack", BYTES, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            throw tooDeep(what, "no thread with such a stack could be started (a limit on address space?)", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // Half an encoding is worth nothing and the work is bounded: finish, then report.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StackOverflowError overflow) {
                throw tooDeep(what, "overflowed there too", overflow);
            }
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException tooDeep(String what, String outcome, Throwable cause) {
        return new IOException(
                "cannot " + what + ": the object graph is too deep for the thread's stack; retried with stackMiB="
                        + (BYTES >> 20) + ": " + outcome
                        + ". Long chains of linked objects are the usual cause: send them as an array or list",
                cause);
    }

    private static RuntimeException rethrown(Throwable e) throws IOException, ClassNotFoundException {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof IOException io) {
            throw io;
        }
        if (e instanceof ClassNotFoundException missing) {
            throw missing;
        }
        throw new IOException("a class's own serialization code failed: " + e, e);
    }
}
