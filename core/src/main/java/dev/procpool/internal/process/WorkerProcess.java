package dev.procpool.internal.process;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.worker.ExitStatus;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.FrameReader;
import dev.procpool.wire.Hello;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import dev.procpool.wire.ToParent;
import dev.procpool.wire.ToParentReader;
import dev.procpool.wire.ToWorkerWriter;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's process and the pipes to it, from its start to its death. Its reader thread starts the process, reads what
 * it says, and waits for its end; that thread never runs user code and never writes to a pipe.
 */
final class WorkerProcess {

    /** The smallest pipe among the systems we run on, less some room for messages that are not counted. */
    private static final int SURELY_FREE_BYTES = 12 * 1024;

    private static final int FRAME_OVERHEAD_BYTES = 16;

    private final int number;
    private final WorkerLauncher launcher;
    private final ProcessEvents events;
    private final Thread readerThread;

    /** Held while writing to the pipe, and for nothing else. */
    private final ReentrantLock writeLock = new ReentrantLock();

    /** Guarded by writeLock. Null until the process runs. */
    private ToWorkerWriter toWorker;

    /** Written by the reader thread, once, before {@link ProcessEvents#launched}. */
    private volatile Process process;

    /** Empty if there are none. Written by the reader thread, once, before {@link ProcessEvents#launched}. */
    private volatile Optional<WorkerWindows> windows = Optional.empty();

    /** Once true, always true: {@link #kill} may come before there is a process. */
    private volatile boolean killed;

    /** Descendants that were asked to end with the process. Written by the one call of {@link #terminate}. */
    private volatile List<ProcessHandle> terminated = List.of();

    /** Bytes written since the worker last proved that it had read everything. */
    private final AtomicLong unreadBytes = new AtomicLong();

    /** Results the worker may forget. */
    private final Queue<Long> releases = new ConcurrentLinkedQueue<>();

    /** Reader thread only. */
    private boolean greeted;

    /** The task that the worker has begun and not ended, or 0. Reader thread only. */
    private long runningTask;

    /** How far the worker has read the file behind descriptor 1. Reader thread only. */
    private long outRead;

    /** How far the worker has read the file behind descriptor 2. Reader thread only. */
    private long errRead;

    /** Reader thread only. What went wrong on our side of the pipe. */
    private Exception problem;

    WorkerProcess(int number, WorkerLauncher launcher, ProcessEvents events) {
        this.number = number;
        this.launcher = launcher;
        this.events = events;
        this.readerThread = new ReaderThread("procpool-" + launcher.config().poolName() + "-reader-" + number);
    }

    /** Something to be said to the worker. */
    @FunctionalInterface
    interface Message {
        void writeTo(ToWorkerWriter worker) throws IOException;
    }

    int number() {
        return number;
    }

    /** 0 if the process does not run yet. */
    long pid() {
        Process started = process;
        return started == null ? 0 : started.pid();
    }

    /**
     * Whether a message of this size surely fits into the pipe, so that {@link #send} does not wait even if the worker
     * does not read. Counts the message as sent.
     */
    boolean reserve(long bytes) {
        return unreadBytes.addAndGet(bytes + FRAME_OVERHEAD_BYTES) <= SURELY_FREE_BYTES;
    }

    /** Whether a thread is the reader thread of any worker, and so must not write to a pipe. */
    static boolean isReaderThread(Thread thread) {
        return thread instanceof ReaderThread;
    }

    /** Starts the process, on the reader thread: returns at once. */
    void startLater() {
        readerThread.start();
    }

    /** The first message, once {@link ProcessEvents#launched} has been called. */
    void configure() {
        send(worker -> worker.configure(launcher.settings(number, windows)));
    }

    /**
     * Writes a message, waiting while the pipe is full. To a worker that is dead or dying it goes nowhere: its death is
     * reported by {@link ProcessEvents#died} and needs no second report.
     */
    void send(Message message) {
        assert !isReaderThread(Thread.currentThread()) : "a reader thread must not write to a pipe";
        writeLock.lock();
        try {
            if (toWorker != null) {
                for (Long taskId = releases.poll(); taskId != null; taskId = releases.poll()) {
                    toWorker.release(taskId);
                }
                message.writeTo(toWorker);
                toWorker.flush();
            }
        } catch (RuntimeException | Error e) {
            // Perhaps in the middle of a frame: what follows would be misread.
            kill();
            throw e;
        } catch (IOException e) {
            Log.LOG.debug("worker {} (pid {}) does not listen any more: {}", number, pid(), e.toString());
        } finally {
            writeLock.unlock();
        }
    }

    /** Lets the worker forget a result, with the next message that is sent; never waits. */
    void releaseWithTheNext(long taskId) {
        unreadBytes.addAndGet(FRAME_OVERHEAD_BYTES);
        releases.add(taskId);
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
            running.destroyForcibly();
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
        writeLock.lock();
        try {
            toWorker = new ToWorkerWriter(started.getOutputStream());
        } finally {
            writeLock.unlock();
        }
        try {
            windows = launcher.windows();
            events.launched(this);
            var frames =
                    new FrameReader(started.getInputStream(), launcher.config().maxBodyBytes());
            windows.ifPresent(both -> frames.window(both.fromWorker()));
            var reader = new ToParentReader(frames);
            var handler = new Frames();
            byte[] noise = reader.awaitMagic();
            if (noise.length > 0) {
                events.output(this, 0, OutputChannel.STDOUT, noise);
            }
            boolean open = true;
            while (open) {
                open = reader.read(handler);
            }
        } catch (EOFException e) {
            // A process that dies in the middle of a frame; how it died says more.
            Log.LOG.debug("worker {} (pid {}): {}", number, started.pid(), e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            // An answer for which there is no memory is such a case. Told or not, the worker's place in its stream is
            // lost.
            if (!killed) {
                noteProblem(e);
            }
            kill();
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
        windows.ifPresent(both -> both.discard(writeLock));
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

    /** Reader thread only. */
    private final class Frames implements ToParent {

        @Override
        public void hello(Hello hello) throws IOException {
            if (hello.protocolVersion() != Hello.PROTOCOL_VERSION) {
                throw new IOException("it speaks version " + hello.protocolVersion() + " of the protocol, not "
                        + Hello.PROTOCOL_VERSION + ": another procpool stands first on the workers' class path");
            }
            greeted = true;
            windows.ifPresent(both -> {
                if (hello.windows()) {
                    toWorker.byReference(both.toWorker(), launcher.config().byReferenceBytes());
                } else {
                    both.discard(writeLock);
                }
            });
            events.ready(WorkerProcess.this);
        }

        @Override
        public void started(long taskId) {
            unreadBytes.set(0);
            runningTask = taskId;
            events.started(WorkerProcess.this, taskId);
        }

        @Override
        public void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained) {
            runningTask = 0;
            events.result(WorkerProcess.this, taskId, new Encoded(codec, body, bulk), retained);
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
