package dev.procpool.internal.process;

import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.Failure;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A worker that is a process. Decides who writes to its pipe: whoever speaks, if the message surely fits; a thread that
 * keeps time, if a reader thread speaks; a thread that may wait, if the pipe may be full. So a worker that has stopped
 * reading holds up nobody but itself.
 */
final class ProcessWorker implements Worker, ProcessEvents {

    private final int number;
    private final WorkerEvents events;
    private final PoolThreads threads;
    private final WorkerLauncher launcher;
    private final WorkerProcess process;

    /** Whether {@link #releaseWithoutANext} will come. */
    private final AtomicBoolean releasing = new AtomicBoolean();

    ProcessWorker(int number, WorkerLauncher launcher, WorkerEvents events, PoolThreads threads) {
        this.number = number;
        this.events = events;
        this.threads = threads;
        this.launcher = launcher;
        this.process = new WorkerProcess(number, launcher, this);
    }

    // ---- what is said to it

    @Override
    public void startLater() {
        try {
            process.startLater();
        } catch (OutOfMemoryError e) {
            // No thread is to be had: a start that has failed, to be told as one.
            threads.soon(() -> events.died(number, WorkerDeath.neverStarted(number, e)));
        }
    }

    @Override
    public void run(Assignment assignment) {
        Encoded body = assignment.body();
        send(
                body.length(),
                to -> to.task(assignment.taskId(), assignment.attempt(), body.codec(), body.bytes(), body.bulk()));
    }

    @Override
    public void cancel(long taskId, int attempt, CancelKind kind) {
        send(0, to -> to.cancel(taskId, attempt, kind));
    }

    @Override
    public void release(long taskId) {
        process.releaseWithTheNext(taskId);
        if (releasing.compareAndSet(false, true)) {
            threads.later(this::releaseWithoutANext);
        }
    }

    @Override
    public void resend(long taskId) {
        send(0, to -> to.resend(taskId));
    }

    @Override
    public void stop() {
        send(0, to -> to.stop());
    }

    /** No message may come for a long time, and what is to be released may be large. */
    private void releaseWithoutANext() {
        releasing.set(false);
        send(0, to -> {});
    }

    /** Finding its descendants takes a while. */
    @Override
    public void terminate() {
        threads.soon(process::terminate);
    }

    @Override
    public void kill() {
        threads.soon(process::kill);
    }

    @Override
    public OptionalLong residentBytes() {
        long pid = process.pid();
        return pid == 0 ? OptionalLong.empty() : ResidentSize.of(pid);
    }

    private void send(long bodyBytes, WorkerProcess.Message message) {
        if (!process.reserve(bodyBytes)) {
            threads.blocking(() -> process.send(message));
        } else if (WorkerProcess.isReaderThread(Thread.currentThread())) {
            threads.soon(() -> process.send(message));
        } else {
            process.send(message);
        }
    }

    // ---- what it says

    @Override
    public void launched(WorkerProcess worker) {
        threads.blocking(worker::configure);
    }

    @Override
    public void ready(WorkerProcess worker) {
        events.ready(number, worker.pid());
        launcher.workerRuns(threads);
    }

    @Override
    public void started(WorkerProcess worker, long taskId) {
        events.started(number, taskId);
    }

    @Override
    public void result(WorkerProcess worker, long taskId, Encoded value, boolean retained) {
        events.answered(number, taskId, new Answer.Value(value, retained));
    }

    @Override
    public void failure(WorkerProcess worker, long taskId, Failure failure) {
        events.answered(number, taskId, new Answer.Failed(failure));
    }

    @Override
    public void undecodable(WorkerProcess worker, long taskId) {
        events.undecodable(number, taskId);
    }

    @Override
    public void stack(WorkerProcess worker, long taskId, TaskStack stack) {
        events.stack(number, taskId, stack);
    }

    @Override
    public void progress(WorkerProcess worker, long taskId, long done, long total) {
        events.progress(number, taskId, done, total);
    }

    @Override
    public void output(WorkerProcess worker, long taskId, OutputChannel channel, byte[] text) {
        events.output(number, taskId, channel, text);
    }

    @Override
    public void died(WorkerProcess worker, WorkerDeath death) {
        if (!death.greeted()) {
            launcher.workerNeverRan();
        }
        events.died(number, death);
    }
}
