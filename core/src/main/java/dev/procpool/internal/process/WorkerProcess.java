package dev.procpool.internal.process;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.worker.ExitStatus;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.FrameReader;
import dev.procpool.wire.Hello;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.Spin;
import dev.procpool.wire.TaskStack;
import dev.procpool.wire.ToParent;
import dev.procpool.wire.ToParentReader;
import dev.procpool.wire.WorkerSettings;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's process and the pipes to it, from its start to its death. Its reader thread starts the process and
 * waits for its end; it reads what the process says, unless somebody who waits for it does.
 */
final class WorkerProcess {

    /** For so long after somebody has read for us we leave it to those who wait. */
    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final int number;
    private final WorkerLauncher launcher;
    private final ProcessEvents events;
    private final Thread readerThread;
    private final ReadingRole reading = new ReadingRole();

    /** Of those who wait for a result. */
    private final Spin spin;

    private final PoolThreads threads;
    private final WorkerPen pen;

    /** Written by the reader thread, once, before {@link ProcessEvents#launched}. */
    private volatile Process process;

    /** Empty if there are none. Written by the reader thread, once, before {@link ProcessEvents#launched}. */
    private volatile Optional<WorkerWindows> windows = Optional.empty();

    /** Empty if there is none. Written by the reader thread, once, before {@link ProcessEvents#launched}. */
    private volatile Optional<WorkerJournal> journal = Optional.empty();

    /** Null before {@link ProcessEvents#launched}. Written by the reader thread, once. */
    private volatile WorkerSettings settings;

    /** When somebody has last read for the reader thread, or waited for it to have read. */
    private volatile long lastHelpNanos = System.nanoTime() - NAP_NANOS;

    /** Once true, always true: {@link #kill} may come before there is a process. */
    private volatile boolean killed;

    /** Descendants that were asked to end with the process. Written by the one call of {@link #terminate}. */
    private volatile List<ProcessHandle> terminated = List.of();

    /** Null until the process runs. Guarded by reading. */
    private ToParentReader fromWorker;

    /** Null until the process runs. Guarded by reading. */
    private Frames handler;

    /** Whether there is no more to be read. Guarded by reading. */
    private boolean ended;

    /** Guarded by reading. */
    private boolean greeted;

    /** The task that the worker has begun and not ended, or 0. Guarded by reading. */
    private long runningTask;

    /** How far the worker has read the file behind descriptor 1. Guarded by reading. */
    private long outRead;

    /** How far the worker has read the file behind descriptor 2. Guarded by reading. */
    private long errRead;

    /** What went wrong on our side of the pipe. Guarded by reading until there is no more to be read. */
    private Exception problem;

    WorkerProcess(int number, WorkerLauncher launcher, ProcessEvents events, PoolThreads threads) {
        this.number = number;
        this.threads = threads;
        this.pen = new WorkerPen(number, threads, this::kill);
        this.spin = new Spin(launcher.config().spinNanos());
        this.launcher = launcher;
        this.events = events;
        this.readerThread = new ReaderThread("procpool-" + launcher.config().poolName() + "-reader-" + number);
    }

    int number() {
        return number;
    }

    /** Whether we have ended it. */
    boolean isKilled() {
        return killed;
    }

    /** 0 if the process does not run yet. */
    long pid() {
        Process started = process;
        return started == null ? 0 : started.pid();
    }

    /** Starts the process, on the reader thread: returns at once. */
    void startLater() {
        readerThread.start();
    }

    /** The first message, once {@link ProcessEvents#launched} has been called. */
    void configure() {
        WorkerSettings first = settings;
        say(first.mostBytes(), worker -> worker.configure(first));
    }

    /** @param bodyBytes that the message comes to, beside its header */
    void say(long bodyBytes, Outbox.Message message) {
        pen.say(bodyBytes, message);
    }

    /** Lets the worker forget a result, with the next message that is sent; never waits. */
    void releaseWithTheNext(long taskId) {
        pen.releaseWithTheNext(taskId);
    }

    /** Asks the process and all its descendants to end; those that do not are for {@link #kill}. */
    void terminate() {
        Process running = process;
        if (running != null) {
            // Now: once the process is gone, nobody can tell any more who they are.
            terminated = running.descendants().toList();
            // By its handle: Process.destroy closes the pipes as well, and at their end the worker halts without its
            // hooks.
            running.toHandle().destroy();
            terminated.forEach(ProcessHandle::destroy);
        }
    }

    /** Ends the process and all its descendants, at once or as soon as there is one. Without effect if it has ended. */
    void kill() {
        killed = true;
        Process running = process;
        if (running != null) {
            // The root first: once it is gone it starts no more of them.
            List<ProcessHandle> descendants = running.descendants().toList();
            // By its handle: Process.destroyForcibly closes the pipes as well, and what it has said last would be lost.
            // But somebody
            // may hold their other end, and so they are closed a little later.
            running.toHandle().destroyForcibly();
            threads.later(running::destroyForcibly);
            descendants.forEach(ProcessHandle::destroyForcibly);
            terminated.forEach(ProcessHandle::destroyForcibly);
        }
    }

    // ---- reader thread

    private final class ReaderThread extends Thread {

        ReaderThread(String name) {
            // It lives as long as its worker: it must not keep the thread-locals of whoever launches it.
            super(null, null, name, 0, false);
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                Process started = launcher.start(number);
                readToTheEnd(started);
                started.waitFor();
                closeStreams(started);
            } catch (IOException e) {
                problem = e;
            } catch (InterruptedException | RuntimeException | Error e) {
                noteProblem(e);
                kill();
            } finally {
                // Whatever has happened here: a death that nobody hears of is a task that never ends.
                events.died(WorkerProcess.this, deathInAnyCase());
            }
        }
    }

    /** Our ends of the pipes. Of those it has, a grandchild may hold the others. */
    private void closeStreams(Process ended) {
        for (Closeable stream :
                new Closeable[] {ended.getOutputStream(), ended.getInputStream(), ended.getErrorStream()}) {
            try {
                stream.close();
            } catch (IOException e) {
                Log.LOG.debug("worker {} (pid {}): closing its streams: {}", number, pid(), e.toString());
            }
        }
    }

    private void readToTheEnd(Process started) {
        process = started;
        if (killed) {
            kill();
        }
        pen.open(started.getOutputStream());
        reading.take();
        try {
            windows = launcher.windows();
            journal = launcher.journal();
            settings = launcher.settings(number, windows, journal);
            events.launched(this);
            var frames =
                    new FrameReader(started.getInputStream(), launcher.config().maxBodyBytes());
            windows.ifPresent(both -> frames.window(both.fromWorker()));
            fromWorker = new ToParentReader(frames);
            handler = new Frames(frames);
            byte[] noise = fromWorker.awaitMagic();
            if (noise.length > 0) {
                events.output(this, 0, OutputChannel.STDOUT, noise);
            }
        } catch (IOException | RuntimeException | Error e) {
            endOfReading(e);
            return;
        } finally {
            reading.giveBack();
        }
        while (readOn()) {
            nap();
        }
    }

    /** Reads what comes next. @return whether more may come */
    private boolean readOn() {
        reading.take();
        try {
            readAllAtHand();
            return !ended;
        } finally {
            reading.giveBack();
        }
    }

    /** Waits for a message, and tells it and all that have come with it. Called with the role. */
    private void readAllAtHand() {
        if (ended) {
            return;
        }
        try {
            do {
                ended = !fromWorker.read(handler);
            } while (!ended && fromWorker.hasMessage());
        } catch (IOException | RuntimeException | Error e) {
            endOfReading(e);
        }
        events.pause(this);
    }

    /** For a while after somebody has read in our place, the next who waits may do so, too. */
    private void nap() {
        long leftNanos = NAP_NANOS - (System.nanoTime() - lastHelpNanos);
        while (leftNanos > 0) {
            LockSupport.parkNanos(this, leftNanos);
            leftNanos = NAP_NANOS - (System.nanoTime() - lastHelpNanos);
        }
    }

    // ---- threads that wait for a result

    /**
     * Reads in place of the reader thread, or waits for it, for a moment, without sleeping.
     *
     * @param done whether there is no need to any more
     */
    void help(BooleanSupplier done) {
        long spinNanos = spin.nanos();
        if (spinNanos == 0) {
            return;
        }
        long beganNanos = System.nanoTime();
        lastHelpNanos = beganNanos;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - beganNanos >= spinNanos) {
                // It takes longer: from here on the reader thread reads.
                lastHelpNanos = beganNanos - NAP_NANOS;
                LockSupport.unpark(readerThread);
                spin.ended(false);
                return;
            }
            if (reading.tryTake()) {
                try {
                    readWhatHasCome();
                } finally {
                    reading.giveBack();
                }
            }
            Thread.onSpinWait();
        }
        lastHelpNanos = System.nanoTime();
        spin.ended(true);
    }

    /** Called with the role. */
    private void readWhatHasCome() {
        try {
            // Never a message that has come in part: whoever waits for a result may have a limit to that.
            if (!ended && greeted && fromWorker.takeWhatHasCome()) {
                readAllAtHand();
            }
        } catch (IOException e) {
            endOfReading(e);
        }
    }

    // ---- whoever reads

    /** Called with the role. */
    private void endOfReading(Throwable thrown) {
        ended = true;
        try {
            throw thrown;
        } catch (EOFException e) {
            // A process that dies in the middle of a frame; how it died says more.
            Log.LOG.debug("worker {} (pid {}): {}", number, pid(), e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            // An answer for which there is no memory is such a case. Told or not, the worker's place in its stream is
            // lost.
            if (!killed) {
                noteProblem(e);
            }
            kill();
        } catch (Throwable e) {
            throw new AssertionError("nothing else is checked", e);
        }
    }

    private void noteProblem(Throwable thrown) {
        problem = thrown instanceof Exception exception ? exception : new IOException(thrown.toString(), thrown);
    }

    private WorkerDeath deathInAnyCase() {
        try {
            return death();
        } catch (RuntimeException | Error e) {
            // No memory for the evidence, say.
            ExitStatus exit = process == null ? null : new ExitStatus(ExitStatus.UNKNOWN);
            return new WorkerDeath(number, pid(), exit, greeted, new IOException(e.toString(), e), "");
        }
    }

    private WorkerDeath death() {
        Process ended = process;
        if (ended == null) {
            return new WorkerDeath(number, 0, null, false, problem, "");
        }
        if (killed && problem == null) {
            problem = new IOException(
                    greeted ? "it was killed by its pool" : "it was killed because it had not said hello in time");
        }
        // Those that have ignored the request do not outlive whom they worked for.
        terminated.forEach(ProcessHandle::destroyForcibly);
        WorkerFiles files = launcher.files(number);
        tellWhatItHasNotRead(files.log(OutputChannel.STDOUT), OutputChannel.STDOUT, outRead);
        tellWhatItHasNotRead(files.log(OutputChannel.STDERR), OutputChannel.STDERR, errRead);
        String evidence = files.evidence(ended.pid());
        files.delete(ended.pid());
        windows.ifPresent(both -> both.discard(pen.lock()));
        journal.ifPresent(pen::discard);
        ExitStatus exit = new ExitStatus(ended.isAlive() ? ExitStatus.UNKNOWN : ended.exitValue());
        return new WorkerDeath(number, ended.pid(), exit, greeted, problem, evidence);
    }

    private void tellWhatItHasNotRead(WorkerLog log, OutputChannel channel, long read) {
        try {
            log.forEachPiece(read, text -> events.output(this, runningTask, channel, text));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            Log.LOG.debug("worker {} (pid {}): {} cannot be read: {}", number, pid(), log.file(), e.toString());
        }
    }

    /** Called with the role. */
    private final class Frames implements ToParent {

        private final FrameReader frames;

        Frames(FrameReader frames) {
            this.frames = frames;
        }

        @Override
        public void hello(Hello hello) throws IOException {
            if (hello.protocolVersion() != Hello.PROTOCOL_VERSION) {
                throw new IOException("it speaks version " + hello.protocolVersion() + " of the protocol, not "
                        + Hello.PROTOCOL_VERSION + ": another procpool stands first on the workers' class path");
            }
            greeted = true;
            windows.ifPresent(both -> {
                if (hello.windows()) {
                    pen.byReference(both.toWorker(), launcher.config().byReferenceBytes());
                } else {
                    both.discard(pen.lock());
                }
            });
            boolean journaled = hello.journal() && journal.isPresent();
            if (journaled) {
                frames.journal(journal.get().reader());
                pen.journal(journal.get().reader());
            } else {
                journal.ifPresent(WorkerJournal::discard);
            }
            events.ready(WorkerProcess.this, journaled);
        }

        @Override
        public void started(long taskId) {
            pen.allIsRead();
            runningTask = taskId;
            events.started(WorkerProcess.this, taskId);
        }

        @Override
        public void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained, int ranLog2Nanos) {
            runningTask = 0;
            events.result(WorkerProcess.this, taskId, new Encoded(codec, body, bulk), retained, ranLog2Nanos);
        }

        @Override
        public void failure(long taskId, Failure failure) {
            if (failure.kind() != Failure.Kind.OUT_OF_MEMORY) {
                runningTask = 0;
            }
            events.failure(WorkerProcess.this, taskId, failure);
        }

        @Override
        public void undecodable(long taskId) {
            runningTask = 0;
            events.undecodable(WorkerProcess.this, taskId);
        }

        @Override
        public void output(long taskId, OutputChannel channel, byte[] text) {
            events.output(WorkerProcess.this, taskId, channel, text);
        }

        @Override
        public void stack(long taskId, TaskStack stack) {
            events.stack(WorkerProcess.this, taskId, stack);
        }

        @Override
        public void progress(long taskId, long done, long total) {
            events.progress(WorkerProcess.this, taskId, done, total);
        }

        @Override
        public void nativeOutput(long taskId, OutputChannel channel, long end, byte[] text) {
            if (channel == OutputChannel.STDOUT) {
                outRead = end;
            } else {
                errRead = end;
            }
            events.output(WorkerProcess.this, taskId, channel, text);
        }
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    }
}
