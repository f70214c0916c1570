package dev.procpool.internal.pool;

import dev.procpool.OutputLine;
import dev.procpool.WorkerOutput;
import dev.procpool.wire.OutputChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what workers print to the pool's {@link WorkerOutput}, one line at a time and in the order it came. */
final class OutputRelay {

    /** What may wait for a listener that is slower than the tasks print; more is dropped, and counted. */
    private static final long MOST_WAITING_BYTES = 16L << 20;

    private final String poolName;
    private final WorkerOutput output;

    /** A listener may wait as long as it likes: it holds up output, not the completion of futures. */
    private final SerialExecutor deliveries;

    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong droppedBytes = new AtomicLong();

    private record Printed(int worker, long taskId, OutputChannel channel, byte[] text) {}

    OutputRelay(String poolName, WorkerOutput output, Completions completions) {
        this.poolName = poolName;
        this.output = output;
        this.deliveries = new SerialExecutor(completions);
    }

    /** Called on reader threads. */
    void printed(int worker, long taskId, OutputChannel channel, byte[] text) {
        if (waitingBytes.addAndGet(text.length) > MOST_WAITING_BYTES) {
            // The reader thread must not wait for the listener, and memory has an end.
            waitingBytes.addAndGet(-text.length);
            droppedBytes.addAndGet(text.length);
            return;
        }
        var printed = new Printed(worker, taskId, channel, text);
        deliveries.execute(() -> deliver(printed));
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
            Log.LOG.warn("pool '{}': the output listener threw; the line was: {}", poolName, line, e);
        }
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(OutputRelay.class);
    }
}
