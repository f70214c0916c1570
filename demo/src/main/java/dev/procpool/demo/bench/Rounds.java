package dev.procpool.demo.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has all measurements made in turn, again and again, so that what disturbs the machine for a while disturbs all of them.
 * One that fails is not asked again, and its figures are absent; the others go on.
 */
public final class Rounds {

    /** A round takes some seconds, on a machine that is busy with something else some more. */
    private static final long ROUND_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final BenchPlan plan;
    private final long roundLimitNanos;
    private final PrintWriter progress;
    private final String command;
    private final List<String> failures = new ArrayList<>();

    Rounds(BenchPlan plan, PrintWriter progress) {
        this(plan, ROUND_LIMIT_NANOS, "bench", progress);
    }

    /**
     * @param roundLimitNanos after which one round of one measurement is given up
     * @param command what lines of progress begin with
     */
    public Rounds(BenchPlan plan, long roundLimitNanos, String command, PrintWriter progress) {
        this.plan = plan;
        this.roundLimitNanos = roundLimitNanos;
        this.command = command;
        this.progress = progress;
    }

    /**
     * Makes the measurements and closes them.
     *
     * @return what went wrong, one line each
     */
    public List<String> run(List<Measurement> measurements, Samples samples) {
        List<Measurement> alive = new ArrayList<>(measurements);
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(Rounds::daemon);
        try {
            say("warming up");
            // What is absent is so in every round, and said in the samples that count.
            alive.removeIf(each -> !measured(each, plan.warmUpNanos(), new Samples(), samples, watchdog));
            for (int round = 1; round <= plan.rounds(); round++) {
                say("round " + round + " of " + plan.rounds());
                alive.removeIf(each -> !measured(each, plan.roundNanos(), samples, samples, watchdog));
            }
        } finally {
            watchdog.shutdownNow();
            measurements.forEach(Measurement::close);
        }
        return failures;
    }

    private boolean measured(
            Measurement measurement,
            long nanosPerFigure,
            Samples into,
            Samples samples,
            ScheduledExecutorService watchdog) {
        // Said before the close: that is what ends the measurement, perhaps before the limit's own future has ended.
        var givenUp = new AtomicBoolean();
        ScheduledFuture<?> limit = watchdog.schedule(
                () -> {
                    givenUp.set(true);
                    measurement.close();
                },
                roundLimitNanos,
                TimeUnit.NANOSECONDS);
        try {
            measurement.measure(nanosPerFigure, into);
            return true;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            String reason = givenUp.get()
                    ? "no result within " + TimeUnit.NANOSECONDS.toSeconds(roundLimitNanos) + " s: a task was lost"
                    : e.toString();
            failures.add(measurement.name() + ": " + reason);
            measurement.figures().forEach(figure -> samples.absent(figure, "failed"));
            return false;
        } finally {
            limit.cancel(false);
        }
    }

    private void say(String what) {
        progress.println(command + ": " + what);
        progress.flush();
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "bench-watchdog");
        thread.setDaemon(true);
        return thread;
    }
}
