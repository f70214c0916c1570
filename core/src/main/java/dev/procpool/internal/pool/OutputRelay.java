package dev.procpool.internal.pool;

import dev.procpool.OutputLine;
import dev.procpool.WorkerOutput;
import dev.procpool.wire.OutputChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what workers print to the pool's {@link WorkerOutput}, one line at a time and in the order it came. */
final class OutputRelay {

    private static final Logger LOG = LoggerFactory.getLogger(OutputRelay.class);

    private final String poolName;
    private final WorkerOutput output;
    private final Completions completions;
    private final Queue<Printed> waiting = new ConcurrentLinkedQueue<>();

    /** How many have been added and not yet been delivered: whoever raises it from 0 has them delivered. */
    private final AtomicInteger undelivered = new AtomicInteger();

    private record Printed(int worker, long taskId, OutputChannel channel, byte[] text) {}

    OutputRelay(String poolName, WorkerOutput output, Completions completions) {
        this.poolName = poolName;
        this.output = output;
        this.completions = completions;
    }

    /** Called on reader threads. */
    void printed(int worker, long taskId, OutputChannel channel, byte[] text) {
        waiting.add(new Printed(worker, taskId, channel, text));
        if (undelivered.getAndIncrement() == 0) {
            // A listener may wait as long as it likes: it holds up output, not the completion of futures.
            completions.executeBlocking(this::deliver);
        }
    }

    private void deliver() {
        do {
            Printed printed = waiting.remove();
            new String(printed.text, StandardCharsets.UTF_8).lines().forEach(line -> deliver(printed, line));
        } while (undelivered.decrementAndGet() > 0);
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
