package dev.procpool.internal.pool;

import dev.procpool.OutputLine;
import dev.procpool.WorkerOutput;
import dev.procpool.wire.OutputChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what workers print to the pool's {@link WorkerOutput}, one line at a time and in the order it came. */
final class OutputRelay {

    private static final Logger LOG = LoggerFactory.getLogger(OutputRelay.class);

    /** What may wait for a listener that is slower than the tasks print; more is dropped, and counted. */
    private static final long MOST_WAITING_BYTES = 16L << 20;

    private final String poolName;
    private final WorkerOutput output;
    private final Completions completions;
    private final Queue<Printed> waiting = new ConcurrentLinkedQueue<>();

    /** How many have been added and not yet been delivered: whoever raises it from 0 has them delivered. */
    private final AtomicInteger undelivered = new AtomicInteger();

    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong droppedBytes = new AtomicLong();

    private record Printed(int worker, long taskId, OutputChannel channel, byte[] text) {}

    OutputRelay(String poolName, WorkerOutput output, Completions completions) {
        this.poolName = poolName;
        this.output = output;
        this.completions = completions;
    }

    /** Called on reader threads. */
    void printed(int worker, long taskId, OutputChannel channel, byte[] text) {
        if (waitingBytes.addAndGet(text.length) > MOST_WAITING_BYTES) {
            // The reader thread must not wait for the listener, and memory has an end.
            waitingBytes.addAndGet(-text.length);
            droppedBytes.addAndGet(text.length);
            return;
        }
        waiting.add(new Printed(worker, taskId, channel, text));
        if (undelivered.getAndIncrement() == 0) {
            // A listener may wait as long as it likes: it holds up output, not the completion of futures.
            completions.executeBlocking(this::deliver);
        }
    }

    private void deliver() {
        do {
            try {
                deliver(waiting.remove());
            } catch (Throwable t) {
                // Whatever it is, a checked exception in disguise or no memory: the next is to be delivered.
                LOG.warn("pool '{}': output was lost", poolName, t);
            }
        } while (undelivered.decrementAndGet() > 0);
    }

    private void deliver(Printed printed) {
        waitingBytes.addAndGet(-printed.text.length);
        new String(printed.text, StandardCharsets.UTF_8).lines().forEach(line -> deliver(printed, line));
        long dropped = droppedBytes.getAndSet(0);
        if (dropped > 0) {
            deliver(
                    printed,
                    "(" + dropped + " bytes of output were dropped: tasks print faster than the listener takes it)");
        }
    }

    private void deliver(Printed printed, String line) {
        try {
            output.line(new OutputLine(
                    poolName, printed.worker, printed.taskId, printed.channel == OutputChannel.STDERR, line));
        } catch (RuntimeException | Error e) {
            LOG.warn("pool '{}': the output listener threw; the line was: {}", poolName, line, e);
        }
    }
}
