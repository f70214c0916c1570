package dev.procpool.worker;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.Parts;
import dev.procpool.shared.CutCheck;
import dev.procpool.wire.Failure;
import dev.procpool.wire.RunTime;
import dev.procpool.wire.TaskStack;
import dev.procpool.wire.ToParentWriter;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Takes one task from its bytes to its answer. Main thread only: it is the only place where user code runs.
 *
 * <p>STARTED is sent before the task is decoded, because decoding runs user code too: if that kills this JVM, the parent
 * must know whom to blame. An {@link IOException} from here means the parent cannot be reached.
 */
final class TaskRunner {

    /** A part of what a worker has at once: while it runs the rest, the parent sees to these. */
    private static final int MOST_UNSENT_ANSWERS = 32;

    private final FallbackCodec codec;
    private final int worker;
    private final int maxBodyBytes;
    private final ToParentWriter toParent;
    private final CurrentTask currentTask;
    private final OutputCapture output;
    private final TaskWatcher watcher;
    /** Since the last that was sent here. */
    private int unsentAnswers;

    private final RetainedResults retained = new RetainedResults();

    TaskRunner(
            FallbackCodec codec,
            int worker,
            int maxBodyBytes,
            ToParentWriter toParent,
            CurrentTask currentTask,
            OutputCapture output,
            TaskWatcher watcher) {
        this.codec = codec;
        this.worker = worker;
        this.maxBodyBytes = maxBodyBytes;
        this.toParent = toParent;
        this.currentTask = currentTask;
        this.output = output;
        this.watcher = watcher;
    }

    @FunctionalInterface
    private interface Answer {
        void give() throws IOException;
    }

    void run(Order.Run order) throws IOException {
        begin(order.taskId(), order.attempt(), order.timed(), () -> decodeAndRun(order));
    }

    /** Answers a task whose body found no room here; it is the task's failure, for no other worker has more. */
    void refuse(Order.Refuse order) throws IOException {
        begin(order.taskId(), 1, false, () -> {
            var reason = new IOException("no room for the task in the worker's heap: body=" + order.bodyBytes()
                    + " bytes, max heap=" + Runtime.getRuntime().maxMemory()
                    + " bytes; give the workers more, as with jvmArgs(\"-Xmx4g\"), or pass the data in a file");
            fail(order.taskId(), Failure.Kind.TASK_NOT_DECODABLE, reason);
        });
    }

    private void begin(long taskId, int attempt, boolean timed, Answer answer) throws IOException {
        if (!currentTask.begin(new RunningTask(taskId, attempt, worker, toParent))) {
            notRun(taskId);
            return;
        }
        watcher.taskBegins();
        try {
            toParent.started(taskId);
            if (timed) {
                toParent.flush();
            } else {
                sendUnlessJournaled();
            }
            answer.give();
        } catch (OutOfMemoryError e) {
            dieOf(e, taskId);
        } finally {
            currentTask.end();
        }
        sendNowAndThen();
    }

    /** Answers a task that has been taken back. */
    void notRun(long taskId) throws IOException {
        toParent.failure(taskId, Failure.cancelledBeforeStart());
        sendUnlessJournaled();
    }

    /** What stands in the journal is sent when nothing follows, or by {@link TaskWatcher}. */
    private void sendUnlessJournaled() throws IOException {
        if (!toParent.isJournaled()) {
            toParent.flush();
        }
    }

    /** Several answers at once; but not all that there will be, for meanwhile the parent can see to more tasks. */
    private void sendNowAndThen() throws IOException {
        unsentAnswers++;
        if (unsentAnswers == MOST_UNSENT_ANSWERS || !toParent.isJournaled()) {
            toParent.flush();
            unsentAnswers = 0;
        }
    }

    private void decodeAndRun(Order.Run order) throws IOException {
        Object task;
        try {
            Encoded body = order.body();
            task = codec.decode(body.codec(), body.bytes(), body.bulk());
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            if (order.body().codec() == JdkCodec.WIRE_ID) {
                fail(order.taskId(), Failure.Kind.TASK_NOT_DECODABLE, t);
            } else {
                output.flush();
                toParent.undecodable(order.taskId());
            }
            return;
        }
        runDecoded(order.taskId(), task);
    }

    private void runDecoded(long taskId, Object task) throws IOException {
        Object value;
        long beganNanos = System.nanoTime();
        CutCheck check = CutCheck.ofOnlyTask();
        try {
            value = call(task);
            check.end();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            fail(taskId, Failure.Kind.THREW, check.explain(t));
            return;
        }
        answer(taskId, value, RunTime.log2Nanos(System.nanoTime() - beganNanos));
    }

    private void fail(long taskId, Failure.Kind kind, Throwable thrown) throws IOException {
        // The report asks the throwable for its text and encodes it: code of the user's, which may print.
        Failure report = FailureReport.of(kind, thrown, codec, maxBodyBytes);
        output.flush();
        toParent.failure(taskId, report);
    }

    private Object call(Object task) throws Exception {
        if (task instanceof Parts.Opened parts) {
            return MapChunk.received(parts).run(currentTask::isCancelled, maxBodyBytes);
        }
        if (task instanceof Callable<?> callable) {
            return callable.call();
        }
        ((Runnable) task).run();
        return null;
    }

    private void answer(long taskId, Object value, int ranLog2Nanos) throws IOException {
        Encoded encoded;
        try {
            encoded = withinLimit(codec.encode(value, Bulk.Collector.borrowing()));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            fail(taskId, Failure.Kind.RESULT_NOT_ENCODABLE, t);
            return;
        }
        // After encoding, because that may print too; before the result, so that nothing printed comes after it.
        output.flush();
        boolean kept = retained.retain(taskId, value, encoded.codec());
        toParent.result(taskId, encoded.codec(), encoded.bytes(), encoded.bulk(), kept, ranLog2Nanos);
    }

    /** Of the thread that runs tasks, without the frames below the task. */
    static TaskStack stackOfTask(Thread taskThread) {
        return new TaskStack(Stream.of(taskThread.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(TaskRunner.class.getName()))
                .toList());
    }

    private Encoded withinLimit(Encoded result) throws IOException {
        if (result.length() > maxBodyBytes) {
            throw new IOException("the result is too large to travel: " + result.length() + " bytes > max="
                    + maxBodyBytes + "; return less, or write it to a file and return its path");
        }
        return result;
    }

    /** The parent could not decode the FST bytes of this result. */
    void resend(long taskId) throws IOException {
        Encoded encoded;
        try {
            Object value = retained.remove(taskId);
            if (value == null) {
                throw new IOException("the result is not kept any more");
            }
            encoded = withinLimit(codec.encodeWithJdk(value, Bulk.Collector.borrowing()));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            fail(taskId, Failure.Kind.RESULT_NOT_ENCODABLE, t);
            toParent.flush();
            return;
        }
        output.flush();
        toParent.result(taskId, encoded.codec(), encoded.bytes(), encoded.bulk(), false, 0);
        toParent.flush();
    }

    void release(long taskId) {
        retained.remove(taskId);
    }

    /**
     * A JVM whose heap was full once may have lost any of its threads or invariants: say what happened, and leave. Saying
     * it may fail for lack of memory; leaving does not.
     */
    private void dieOf(OutOfMemoryError error, long taskId) {
        try {
            error.printStackTrace(RawStderr.STREAM);
            flushIfThereIsMemory();
            toParent.failure(taskId, FailureReport.of(Failure.Kind.OUT_OF_MEMORY, error, codec, maxBodyBytes));
            toParent.flush();
        } catch (IOException | OutOfMemoryError e) {
            // The exit code tells the rest.
        } finally {
            WorkerExit.halt(WorkerExit.OUT_OF_MEMORY);
        }
    }

    /** What is in the files the parent reads as well; to say what happened matters more. */
    private void flushIfThereIsMemory() throws IOException {
        try {
            output.flush();
        } catch (OutOfMemoryError e) {
            // There is none.
        }
    }
}
