package dev.procpool.worker;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.Spin;
import dev.procpool.wire.TaskStack;
import dev.procpool.wire.ToParentWriter;
import dev.procpool.wire.ToWorkerReader;
import dev.procpool.wire.WorkerSettings;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Receives what the parent says. The main thread reads the pipe itself when it has nothing to do: so a short task costs no
 * hand-over from one thread to another. While a task runs on, the reader thread does. Cancels take effect at once;
 * everything else waits its turn for the main thread. The end of the stream ends this JVM, whatever the main thread is
 * doing.
 */
final class Inbox implements ToWorkerReader.Handler {

    private final CurrentTask currentTask;
    private final ToParentWriter toParent;
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();

    /** Ids of tasks that were cancelled while they waited here, and are yet to be answered. */
    private final Queue<Long> takenBack = new ConcurrentLinkedQueue<>();

    /** Held by whoever reads the pipe, the main thread or the reader thread. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Null before {@link #readFrom}; guarded by {@link #reading} then. */
    private ToWorkerReader reader;

    private final Thread mainThread = Thread.currentThread();
    private final Thread readerThread = new Thread(this::takeOver, "procpool-reader");

    /** Whether the main thread waits for the reader thread. */
    private volatile boolean waiting;

    /** The task for whose time the reader thread is to read; null if it is not. */
    private volatile RunningTask calledFor;

    /** Once true, always true. */
    private volatile boolean ended;

    /** Has somebody answer for {@link #takenBack}. Written before the first task. */
    private volatile Runnable whenTakenBack = () -> {};

    /** Null until they have come. */
    private volatile WorkerSettings settings;

    /** Main thread only. */
    private Spin spin = new Spin(0);

    /** To be made by the main thread. */
    Inbox(CurrentTask currentTask, ToParentWriter toParent) {
        this.currentTask = currentTask;
        this.toParent = toParent;
        readerThread.setDaemon(true);
    }

    /** Where from; starts the reader thread. */
    void readFrom(ToWorkerReader pipe) {
        reader = pipe;
        readerThread.start();
    }

    void whenTakenBack(Runnable action) {
        whenTakenBack = action;
    }

    // ---- main thread

    WorkerSettings awaitSettings() {
        while (settings == null) {
            reading.lock();
            try {
                read();
            } finally {
                reading.unlock();
            }
        }
        spin = new Spin(settings.spinNanos());
        return settings;
    }

    /** Waits for the next order; what has been said is sent before that. */
    Order take() throws IOException {
        while (true) {
            Order order = next();
            if (order != null) {
                // A thread that a task has left behind: we interrupt nobody between tasks.
                Thread.interrupted();
                return order;
            }
            toParent.flush();
            if (reader != null && reading.tryLock()) {
                try {
                    readAllAtHand();
                } finally {
                    reading.unlock();
                }
            } else {
                awaitReader();
            }
        }
    }

    private Order next() {
        Long cancelled = takenBack.poll();
        return cancelled == null ? orders.poll() : new Order.NotRun(cancelled);
    }

    private boolean hasNothingForMain() {
        return orders.isEmpty() && takenBack.isEmpty();
    }

    private void readAllAtHand() {
        // Between a last look into the queue and the lock, the reader thread may have left something there.
        if (hasNothingForMain()) {
            spin();
            do {
                read();
            } while (reader.hasMessage());
        }
    }

    /** A message that comes at once is had sooner so than by a thread that has to be woken. */
    private void spin() {
        long nanos = spin.nanos();
        if (nanos == 0) {
            return;
        }
        long beganNanos = System.nanoTime();
        try {
            boolean found = reader.isReady();
            while (!found && System.nanoTime() - beganNanos < nanos) {
                Thread.onSpinWait();
                found = reader.isReady();
            }
            spin.ended(found);
        } catch (IOException e) {
            // To read will say the same.
        }
    }

    private void awaitReader() {
        waiting = true;
        while (hasNothingForMain() && (reader == null || reading.isLocked())) {
            LockSupport.park(this);
            // Interrupted, it would never park again.
            Thread.interrupted();
        }
        waiting = false;
    }

    /** Nobody takes anything any more. */
    void end() {
        ended = true;
        LockSupport.unpark(readerThread);
    }

    // ---- watcher thread

    /** A task that was cancelled while it waited here; null if there is none that has not been answered. */
    Long pollTakenBack() {
        return takenBack.poll();
    }

    /** That task runs on: somebody else is to read meanwhile. */
    void readWhile(RunningTask task) {
        if (calledFor != task) {
            calledFor = task;
            LockSupport.unpark(readerThread);
        }
    }

    // ---- reader thread

    private void takeOver() {
        while (!ended) {
            RunningTask task = calledFor;
            // Where the lock is held the main thread reads, and so the task is over.
            if (task != null && currentTask.running() == task && reading.tryLock()) {
                try {
                    readInPlaceOfMain(task);
                } finally {
                    reading.unlock();
                }
                // It may have begun to wait when the lock was still held.
                wakeMain();
            }
            if (calledFor == task && !ended) {
                LockSupport.park(this);
                Thread.interrupted();
            }
        }
    }

    private void readInPlaceOfMain(RunningTask task) {
        while (currentTask.running() == task || waiting && hasNothingForMain()) {
            do {
                read();
            } while (reader.hasMessage());
            if (!hasNothingForMain()) {
                wakeMain();
            }
        }
    }

    private void wakeMain() {
        if (waiting) {
            LockSupport.unpark(mainThread);
        }
    }

    // ---- whoever reads

    private void read() {
        assert reading.isHeldByCurrentThread();
        try {
            if (!reader.read(this)) {
                WorkerExit.halt(WorkerExit.PARENT_GONE);
            }
        } catch (IOException | RuntimeException | Error e) {
            WorkerExit.haltAfter(e, WorkerExit.PROTOCOL_ERROR);
        }
    }

    private void add(Order order) {
        orders.add(order);
        if (reader == null) {
            wakeMain();
        }
    }

    @Override
    public void configure(WorkerSettings received) {
        settings = received;
    }

    @Override
    public void task(long taskId, int attempt, boolean timed, byte codec, byte[] body, Bulk bulk) {
        if (currentTask.wasCancelled(taskId, attempt)) {
            // Its cancel has overtaken it.
            takeBack(taskId);
            return;
        }
        add(new Order.Run(taskId, attempt, timed, new Encoded(codec, body, bulk)));
    }

    @Override
    public void taskWithoutRoom(long taskId, int bodyBytes) {
        add(new Order.Refuse(taskId, bodyBytes));
    }

    @Override
    public void cancel(long taskId, int attempt, CancelKind kind) {
        if (kind == CancelKind.SHOW_STACK_AND_INTERRUPT) {
            showStackLater(taskId, attempt);
        } else if (orders.removeIf(order -> order.isAttempt(taskId, attempt))) {
            takeBack(taskId);
        } else {
            currentTask.cancel(taskId, attempt, kind == CancelKind.INTERRUPT);
        }
    }

    /** Has it answered by whoever is free: the main thread may be busy for long, and the parent may have somebody else for it. */
    private void takeBack(long taskId) {
        takenBack.add(taskId);
        whenTakenBack.run();
        wakeMain();
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
        add(new Order.Resend(taskId));
    }

    @Override
    public void release(long taskId) {
        add(new Order.Release(taskId));
    }

    @Override
    public void stop() {
        add(new Order.Stop());
    }
}
