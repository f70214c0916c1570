package dev.procpool.internal.pool;

import dev.procpool.PoolBrokenException;
import dev.procpool.ProcessPool;
import dev.procpool.RemoteTaskException;
import dev.procpool.TaskPool;
import dev.procpool.TaskSerializationException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerCrashedException;
import dev.procpool.codec.Parts;
import dev.procpool.internal.process.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes the exceptions that futures fail with: what happened, with numbers, the likely cause, the evidence. */
final class TaskFailures {

    private static final String INTERNAL_PACKAGE = "dev.procpool.internal.";

    /** Between the user's call and the submit site; of no interest to anybody who reads a stack trace. */
    private static final Set<String> SUBMITTING_CLASSES = Set.of(
            ProcessPool.class.getName(),
            TaskPool.class.getName(),
            "dev.procpool.BulkSubmission",
            "dev.procpool.MapResults");

    private final String poolName;

    TaskFailures(String poolName) {
        this.poolName = poolName;
    }

    /** What a worker reported; runs user code, for the exception may be the user's. */
    Throwable reported(PendingTask task, Failure failure) {
        return switch (failure.kind()) {
            case THREW -> withSubmitSite(rebuild(task, failure), task);
            case RESULT_NOT_ENCODABLE ->
                withSubmitSite(
                        new TaskSerializationException(
                                "pool '" + poolName + "': the result of task " + task.id() + " cannot travel: "
                                        + failure.message(),
                                rebuild(task, failure)),
                        task);
            case TASK_NOT_DECODABLE ->
                withSubmitSite(
                        new TaskSerializationException(
                                "pool '" + poolName + "': task " + task.id() + " cannot be decoded in a worker: "
                                        + failure.className() + ": " + failure.message() + classPathHint(failure),
                                rebuild(task, failure)),
                        task);
            case OUT_OF_MEMORY, CANCELLED ->
                throw new IllegalStateException(failure.kind() + " is no failure of a live task: task " + task.id());
        };
    }

    /** What came of each element of a chunk; runs user code, as {@link #reported}. */
    List<MapOutcome> outcomes(PendingTask chunk, Parts.Opened answer) {
        List<MapOutcome> outcomes = new ArrayList<>(answer.parts().size());
        for (Parts.Part part : answer.parts()) {
            outcomes.add(outcome(chunk, part));
        }
        return outcomes;
    }

    private MapOutcome outcome(PendingTask chunk, Parts.Part part) {
        if (part instanceof Parts.Value value) {
            return new MapOutcome(value.value(), null);
        }
        if (part instanceof Parts.Undecodable undecodable) {
            return new MapOutcome(null, undecodable(chunk, undecodable.reason()));
        }
        try {
            return new MapOutcome(null, reported(chunk, Failure.fromBody(((Parts.Message) part).bytes())));
        } catch (ProtocolException e) {
            return new MapOutcome(null, undecodable(chunk, e));
        }
    }

    private static String classPathHint(Failure failure) {
        boolean classMissing = failure.className().equals(ClassNotFoundException.class.getName())
                || failure.className().equals(NoClassDefFoundError.class.getName());
        return classMissing ? ". Is it on the workers' class path?" : "";
    }

    Throwable crashed(PendingTask task, WorkerDeath death, Failure lastWords) {
        String why = lastWords == null ? "" : ". It ran out of memory: " + lastWords.message();
        var crash = new WorkerCrashedException(
                "pool '" + poolName + "': " + death.describe() + whileDoing(task) + why + "." + death.evidence(),
                lastWords == null ? death.problem() : rebuild(task, lastWords),
                death.pid(),
                death.exit().code(),
                death.exit().signal().orElse(null),
                death.logTail());
        return withSubmitSite(crash, task);
    }

    private static String whileDoing(PendingTask task) {
        return task.hasStarted()
                ? " while running task " + task.id()
                : " before it could start task " + task.id() + ", which has now cost " + PoolState.MAX_LOST_HOLDERS
                        + " workers and is not tried again";
    }

    Throwable timedOut(PendingTask task, int worker, long ranNanos) {
        return withSubmitSite(
                new TaskTimeoutException(
                        "pool '" + poolName + "': task " + task.id() + " ran longer than its timeout: limit="
                                + TimeUnit.NANOSECONDS.toMillis(task.timeoutNanos()) + " ms, ran="
                                + TimeUnit.NANOSECONDS.toMillis(ranNanos) + " ms, worker=" + worker,
                        Duration.ofNanos(task.timeoutNanos()),
                        Duration.ofNanos(ranNanos)),
                task);
    }

    Throwable undecodable(PendingTask task, Throwable reason) {
        return withSubmitSite(
                new TaskSerializationException(
                        "pool '" + poolName + "': the answer of task " + task.id() + " cannot be decoded here: "
                                + reason,
                        reason),
                task);
    }

    PoolBrokenException broken(WorkerDeath lastDeath) {
        return new PoolBrokenException(
                "pool '" + poolName + "' cannot start workers; it gave up after "
                        + PoolState.MAX_START_FAILURES + " failed starts in a row or one that hung. The last: "
                        + lastDeath.describe() + "." + lastDeath.evidence(),
                lastDeath.problem());
    }

    private Throwable rebuild(PendingTask task, Failure failure) {
        if (failure.encoded().length == 0) {
            return described(task, failure, null);
        }
        try {
            Object decoded = task.codec().decode(failure.codec(), failure.encoded());
            return decoded instanceof Throwable throwable ? throwable : described(task, failure, null);
        } catch (Throwable t) {
            return described(task, failure, t);
        }
    }

    private RemoteTaskException described(PendingTask task, Failure failure, Throwable whyNot) {
        return new RemoteTaskException(
                "pool '" + poolName + "': task " + task.id() + " threw " + failure.className() + ": "
                        + failure.message() + ". The exception itself could not travel; its stack in the worker:\n"
                        + failure.stackTrace(),
                whyNot,
                failure.className(),
                failure.stackTrace());
    }

    /** Adds, below the worker's frames, a line that says where they end and the frames of whoever called submit. */
    private Throwable withSubmitSite(Throwable failure, PendingTask task) {
        try {
            addSubmitSite(failure, task);
        } catch (RuntimeException | Error e) {
            // A class of the user's that will not have its stack trace read or set: it goes without the submit site.
        }
        return failure;
    }

    private void addSubmitSite(Throwable failure, PendingTask task) {
        StackTraceElement[] remote = failure.getStackTrace();
        boolean madeHere = remote.length > 0 && isOurs(remote[0]);
        List<StackTraceElement> stack = new ArrayList<>(madeHere ? List.of() : Arrays.asList(remote));
        // Prints as: at procpool.submit(task 42 to pool 'render')
        stack.add(new StackTraceElement("procpool", "submit", "task " + task.id() + " to pool '" + poolName + "'", -1));
        boolean inside = true;
        for (StackTraceElement element : task.submitSite().getStackTrace()) {
            inside = inside && isOurs(element);
            if (!inside) {
                stack.add(element);
            }
        }
        failure.setStackTrace(stack.toArray(new StackTraceElement[0]));
    }

    private static boolean isOurs(StackTraceElement element) {
        String type = element.getClassName();
        return type.startsWith(INTERNAL_PACKAGE) || SUBMITTING_CLASSES.contains(type);
    }
}
