package dev.procpool.internal.process;

import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.TaskReport;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.Failure;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A worker that is a process: makes messages of what is said to it, and events of what it says. What it says of its tasks is
 * told together, as much as was at hand.
 */
final class ProcessWorker implements Worker, ProcessEvents {

    private final int number;
    private final WorkerEvents events;
    private final PoolThreads threads;
    private final WorkerLauncher launcher;
    private final WorkerProcess process;

    /** What it has said of its tasks and has not been told yet. Guarded by the role of reading. */
    private final List<TaskReport> reports = new ArrayList<>();

    /** Whether {@link #releaseWithoutANext} will come. */
    private final AtomicBoolean releasing = new AtomicBoolean();

    ProcessWorker(int number, WorkerLauncher launcher, WorkerEvents events, PoolThreads threads) {
        this.number = number;
        this.events = events;
        this.threads = threads;
        this.launcher = launcher;
        this.process = new WorkerProcess(number, launcher, this, threads);
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
        process.say(
                body.length(),
                to -> to.task(
                        assignment.taskId(),
                        assignment.attempt(),
                        assignment.timed(),
                        body.codec(),
                        body.bytes(),
                        body.bulk()));
    }

    @Override
    public void cancel(long taskId, int attempt, CancelKind kind) {
        process.say(0, to -> to.cancel(taskId, attempt, kind));
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
        process.say(0, to -> to.resend(taskId));
    }

    @Override
    public void stop() {
        process.say(0, to -> to.stop());
    }

    /** No message may come for a long time, and what is to be released may be large. */
    private void releaseWithoutANext() {
        releasing.set(false);
        process.say(0, to -> {});
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
    public void help(BooleanSupplier done) {
        process.help(done);
    }

    @Override
    public OptionalLong residentBytes() {
        long pid = process.pid();
        return pid == 0 ? OptionalLong.empty() : ResidentSize.of(pid);
    }

    // ---- what it says

    @Override
    public void launched(WorkerProcess worker) {
        // This thread must not write; and a thread that may wait would stay for some time.
        threads.soon(worker::configure);
    }

    @Override
    public void ready(WorkerProcess worker, boolean takesSeveral) {
        events.ready(number, worker.pid(), takesSeveral);
        launcher.workerRuns(threads);
    }

    @Override
    public void started(WorkerProcess worker, long taskId) {
        reports.add(new TaskReport.Started(taskId));
    }

    @Override
    public void result(WorkerProcess worker, long taskId, Encoded value, boolean retained, int ranLog2Nanos) {
        reports.add(new TaskReport.Answered(taskId, new Answer.Value(value, retained), ranLog2Nanos));
    }

    @Override
    public void failure(WorkerProcess worker, long taskId, Failure failure) {
        reports.add(new TaskReport.Answered(taskId, new Answer.Failed(failure), 0));
    }

    @Override
    public void pause(WorkerProcess worker) {
        if (!reports.isEmpty()) {
            List<TaskReport> all = List.copyOf(reports);
            reports.clear();
            events.reported(number, all);
        }
    }

    @Override
    public void undecodable(WorkerProcess worker, long taskId) {
        pause(worker);
        events.undecodable(number, taskId);
    }

    @Override
    public void stack(WorkerProcess worker, long taskId, TaskStack stack) {
        pause(worker);
        events.stack(number, taskId, stack);
    }

    @Override
    public void progress(WorkerProcess worker, long taskId, long done, long total) {
        pause(worker);
        events.progress(number, taskId, done, total);
    }

    @Override
    public void output(WorkerProcess worker, long taskId, OutputChannel channel, byte[] text) {
        pause(worker);
        events.output(number, taskId, channel, text);
    }

    @Override
    public void died(WorkerProcess worker, WorkerDeath death) {
        pause(worker);
        if (!death.greeted() && !worker.isKilled()) {
            launcher.workerNeverRan();
        }
        events.died(number, death);
    }
}
