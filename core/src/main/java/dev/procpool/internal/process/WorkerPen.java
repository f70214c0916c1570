package dev.procpool.internal.process;

import dev.procpool.bulk.JournalReader;
import dev.procpool.bulk.WindowWriter;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.wire.ToWorkerWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is said to one worker. Decides by whom: whoever speaks, if nobody writes and the message surely fits into the
 * pipe; a thread that keeps time, if the speaker has a {@link ReadingRole}; a thread that may wait, if the pipe may be full. So a
 * worker that has stopped reading holds up nobody but itself. Thread-safe.
 */
final class WorkerPen {

    /**
     * What a pipe holds for certain, less some room. On Linux it has 16 pages of 4 KiB, and messages of a little more than half a
     * page take one each: 32 KiB. Elsewhere it has 16 KiB.
     */
    private static final int SURELY_FREE_BYTES = (System.getProperty("os.name").equals("Linux") ? 28 : 12) * 1024;

    private static final int FRAME_OVERHEAD_BYTES = 16;

    private final int number;
    private final PoolThreads threads;
    private final Runnable whenBroken;
    private final Outbox outbox = new Outbox();

    /** Held while writing to the pipe, and for nothing else. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. Null until the process runs. */
    private ToWorkerWriter toWorker;

    /** Where the worker notes what it has read; null if it does not, or has ended. */
    private volatile JournalReader journal;

    /** Bytes written since the worker last proved that it had read everything. Only where there is no journal. */
    private final AtomicLong unreadBytes = new AtomicLong();

    /** Results the worker may forget. */
    private final Queue<Long> releases = new ConcurrentLinkedQueue<>();

    /** How many those are. */
    private final AtomicInteger unwrittenReleases = new AtomicInteger();

    /** @param whenBroken called when a message may stand on the pipe in part: what follows would be misread */
    WorkerPen(int number, PoolThreads threads, Runnable whenBroken) {
        this.number = number;
        this.threads = threads;
        this.whenBroken = whenBroken;
    }

    /** The process runs; what is said before that goes nowhere. */
    void open(OutputStream pipe) {
        lock.lock();
        try {
            toWorker = new ToWorkerWriter(pipe);
        } finally {
            lock.unlock();
        }
    }

    /** Large arrays go through this window from now on. Before the first task. */
    void byReference(WindowWriter window, long leastBytes) {
        lock.lock();
        try {
            toWorker.byReference(window, leastBytes);
        } finally {
            lock.unlock();
        }
    }

    /** The worker notes there how much it has read. Before the first task. */
    void journal(JournalReader given) {
        journal = given;
    }

    /** The worker has ended: gives the journal's memory back, unless somebody writes and looks into it just now. */
    void discard(WorkerJournal ended) {
        if (lock.tryLock()) {
            try {
                journal = null;
                ended.discard();
            } finally {
                lock.unlock();
            }
        } else {
            ended.deleteFile();
        }
    }

    /** The worker has proved that it has read all that was written: it has begun with its only task. */
    void allIsRead() {
        unreadBytes.set(0);
    }

    /** Held while something is written. */
    ReentrantLock lock() {
        return lock;
    }

    /**
     * Whether a message of this size surely fits into the pipe, so that to write it does not wait even if the worker does not
     * read.
     */
    private boolean surelyFits(long bytes) {
        JournalReader noted = journal;
        long unread = noted != null ? toWorker.bytesGiven() - noted.heard() : unreadBytes.get();
        long released = (long) unwrittenReleases.get() * FRAME_OVERHEAD_BYTES;
        return unread + released + bytes + FRAME_OVERHEAD_BYTES <= SURELY_FREE_BYTES;
    }

    /**
     * Has a message written, by this thread if nobody else writes and the message surely fits, by another otherwise: never
     * waits. To a worker that is dead or dying it goes nowhere: its death is reported by {@link ProcessEvents#died} and needs
     * no second report.
     */
    void say(long bodyBytes, Outbox.Message message) {
        if (!outbox.add(bodyBytes, message)) {
            return;
        }
        if (ReadingRole.isHeldByCurrentThread()) {
            threads.soon(() -> writeAll(false));
        } else {
            writeAll(false);
        }
    }

    /** @param mayWait whether this thread may wait for room in the pipe; if not, it leaves that to another */
    private void writeAll(boolean mayWait) {
        assert !ReadingRole.isHeldByCurrentThread() : "who reads must not write to a pipe";
        boolean more = true;
        while (more) {
            int written = 0;
            lock.lock();
            try {
                Outbox.Outgoing next = outbox.peek();
                for (; next != null && (mayWait || fits(next)); next = outbox.peek()) {
                    // First, so that one that cannot be written is not tried again.
                    outbox.remove();
                    written++;
                    write(next);
                }
                flush();
                if (next != null) {
                    outbox.hasMoreThan(written);
                    threads.blocking(() -> writeAll(true));
                    return;
                }
            } finally {
                lock.unlock();
            }
            more = outbox.hasMoreThan(written);
        }
    }

    /** Called with lock held. */
    private boolean fits(Outbox.Outgoing next) {
        return toWorker == null || surelyFits(next.bodyBytes());
    }

    /** Called with lock held. */
    private void write(Outbox.Outgoing next) {
        unreadBytes.addAndGet(next.bodyBytes() + FRAME_OVERHEAD_BYTES);
        guarded(() -> {
            for (Long taskId = releases.poll(); taskId != null; taskId = releases.poll()) {
                unwrittenReleases.decrementAndGet();
                unreadBytes.addAndGet(FRAME_OVERHEAD_BYTES);
                toWorker.release(taskId);
            }
            next.message().writeTo(toWorker);
        });
    }

    /** Called with lock held. */
    private void flush() {
        guarded(() -> toWorker.flush());
    }

    /** Something that writes. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    /** Called with lock held. */
    private void guarded(Writing writing) {
        if (toWorker == null) {
            return;
        }
        try {
            writing.write();
        } catch (RuntimeException | Error e) {
            // Perhaps in the middle of a frame: what follows would be misread.
            Log.LOG.debug("worker {}: a message cannot be written", number, e);
            whenBroken.run();
        } catch (IOException e) {
            Log.LOG.debug("worker {} does not listen any more: {}", number, e.toString());
        }
    }

    /** Lets the worker forget a result, with the next message that is sent; never waits. */
    void releaseWithTheNext(long taskId) {
        unwrittenReleases.incrementAndGet();
        releases.add(taskId);
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(WorkerPen.class);
    }
}
