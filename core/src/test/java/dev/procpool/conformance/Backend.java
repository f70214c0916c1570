package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static dev.procpool.conformance.Capability.ENFORCES_TIMEOUTS;
import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static dev.procpool.conformance.Capability.INTERRUPTS;
import static dev.procpool.conformance.Capability.KEEPS_OUTPUT;
import static dev.procpool.conformance.Capability.REPLACES_WORKERS;
import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static dev.procpool.conformance.Capability.STOPS_ANY_TASK;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static dev.procpool.conformance.Capability.WEIGHS_WORKERS;

import dev.procpool.PoolBuilder;
import dev.procpool.ProcessPool;
import dev.procpool.SequentialPool;
import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.ThreadPool;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The backends the suite runs on, each with what it cannot do and why not. A new backend is one more constant here. */
enum Backend {
    SEQUENTIAL(
            workers -> SequentialPool.create(),
            () -> {
                throw new UnsupportedOperationException("it has no settings");
            },
            Map.of(
                    HAS_SETTINGS, "it has neither workers nor a queue",
                    REPLACES_WORKERS, "it has none",
                    WEIGHS_WORKERS, "it has none",
                    KEEPS_OUTPUT, "tasks print where the caller prints",
                    RUNS_IN_BACKGROUND, "a task runs when it is asked for, in the thread that asks",
                    INTERRUPTS, "the thread is the caller's own",
                    STOPS_ANY_TASK, "the thread is the caller's own",
                    ENFORCES_TIMEOUTS, "no second thread watches the clock",
                    COPIES, "tasks run on the objects they captured",
                    SURVIVES_A_CRASH, "tasks run in the caller's JVM")),
    THREADS(
            ThreadPool::create,
            ThreadPool::builder,
            Map.of(
                    WEIGHS_WORKERS, "their memory is that of this JVM",
                    KEEPS_OUTPUT, "tasks print where this JVM prints",
                    STOPS_ANY_TASK, "a thread cannot be stopped from outside",
                    COPIES, "tasks run on the objects they captured",
                    SURVIVES_A_CRASH, "tasks run in this JVM")),
    PROCESSES(ProcessPool::create, ProcessPool::builder, Map.of());

    private final IntFunction<TaskPool> open;
    private final Supplier<PoolBuilder<?>> builder;
    private final Map<Capability, String> whyNot;

    Backend(IntFunction<TaskPool> open, Supplier<PoolBuilder<?>> builder, Map<Capability, String> whyNot) {
        this.open = open;
        this.builder = builder;
        this.whyNot = whyNot;
    }

    /** @param workers how many tasks it is to run at once, if it can */
    TaskPool open(int workers) {
        return open.apply(workers);
    }

    /** Only if it {@linkplain Capability#HAS_SETTINGS has settings}. */
    PoolBuilder<?> builder(int workers) {
        return builder.get().workers(workers);
    }

    boolean can(Capability capability) {
        return !whyNot.containsKey(capability);
    }

    /** Why it cannot; empty if it can. */
    Optional<String> whyNot(Capability capability) {
        return Optional.ofNullable(whyNot.get(capability));
    }

    /** Has the task run beside the test: where tasks run only when they are asked for, another thread asks. */
    void begin(TaskFuture<?> future) {
        if (!can(RUNS_IN_BACKGROUND)) {
            var asking = new Thread(() -> ask(future), "asks for task " + future.id());
            asking.setDaemon(true);
            asking.start();
        }
    }

    private static void ask(TaskFuture<?> future) {
        try {
            future.join();
        } catch (CompletionException | CancellationException e) {
            // Whoever has the future will see it.
        }
    }
}
