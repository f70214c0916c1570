package dev.procpool.worker;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.TaskStack;
import dev.procpool.wire.ToParentWriter;
import dev.procpool.wire.ToWorkerReader;
import dev.procpool.wire.WorkerSettings;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Receives what the parent says, on a reader thread of its own. Cancels take effect at once; everything else waits its
 * turn for the main thread. The end of the stream ends this JVM, whatever the main thread is doing.
 */
final class Inbox implements ToWorkerReader.Handler {

    private final CurrentTask currentTask;
    private final ToParentWriter toParent;
    private final CompletableFuture<WorkerSettings> settings = new CompletableFuture<>();
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

    Inbox(CurrentTask currentTask, ToParentWriter toParent) {
        this.currentTask = currentTask;
        this.toParent = toParent;
    }

    /** Starts the reader thread. */
    void readLater(ToWorkerReader reader) {
        var thread = new Thread(() -> readToTheEnd(reader), "procpool-reader");
        thread.setDaemon(true);
        thread.start();
    }

    WorkerSettings awaitSettings() throws InterruptedException {
        try {
            return settings.get();
        } catch (ExecutionException e) {
            throw new AssertionError("settings never fail: a broken stream halts the worker", e);
        }
    }

    /** Main thread only: waits for the next order. */
    Order take() throws InterruptedException {
        return orders.take();
    }

    private void readToTheEnd(ToWorkerReader reader) {
        try {
            boolean open = true;
            while (open) {
                open = reader.read(this);
            }
            WorkerExit.halt(WorkerExit.PARENT_GONE);
        } catch (IOException | RuntimeException | Error e) {
            WorkerExit.haltAfter(e, WorkerExit.PROTOCOL_ERROR);
        }
    }

    @Override
    public void configure(WorkerSettings received) {
        settings.complete(received);
    }

    @Override
    public void task(long taskId, int attempt, byte codec, byte[] body, Bulk bulk) {
        orders.add(new Order.Run(taskId, attempt, new Encoded(codec, body, bulk)));
    }

    @Override
    public void taskWithoutRoom(long taskId, int bodyBytes) {
        orders.add(new Order.Refuse(taskId, bodyBytes));
    }

    @Override
    public void cancel(long taskId, int attempt, CancelKind kind) {
        if (kind == CancelKind.SHOW_STACK_AND_INTERRUPT) {
            showStackLater(taskId, attempt);
        } else {
            currentTask.cancel(taskId, attempt, kind == CancelKind.INTERRUPT);
        }
    }

    /** On a thread of its own: this one must neither wait for a thread to stop at a safepoint nor for the pipe. */
    private void showStackLater(long taskId, int attempt) {
        var thread = new Thread(() -> showStack(taskId, attempt), "procpool-stack");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // No thread is to be had: then the parent waits in vain for the stack, but not for the interrupt.
            currentTask.cancel(taskId, attempt, true);
        }
    }

    private void showStack(long taskId, int attempt) {
        TaskStack stack = currentTask.stack(taskId, attempt);
        // Before the stack is sent: the pipe may be full, and the task what fills it.
        currentTask.cancel(taskId, attempt, true);
        try {
            toParent.stack(taskId, stack);
            toParent.flush();
        } catch (IOException e) {
            // Nobody is there to see it.
        }
    }

    @Override
    public void resend(long taskId) {
        orders.add(new Order.Resend(taskId));
    }

    @Override
    public void release(long taskId) {
        orders.add(new Order.Release(taskId));
    }

    @Override
    public void stop() {
        orders.add(new Order.Stop());
    }
}
