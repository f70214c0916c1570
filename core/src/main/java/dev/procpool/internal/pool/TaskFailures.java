package dev.procpool.internal.pool;

import dev.procpool.PoolBrokenException;
import dev.procpool.ProcessPool;
import dev.procpool.RemoteTaskException;
import dev.procpool.TaskPool;
import dev.procpool.TaskSerializationException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerCrashedException;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.Parts;
import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.AttemptEnd.TimedOut;
import dev.procpool.internal.pool.Breakage.Fault;
import dev.procpool.internal.pool.Breakage.InitializerFailed;
import dev.procpool.internal.pool.Breakage.NoWorkerStarts;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.ExitStatus;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.ProtocolException;
import dev.procpool.wire.TaskStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the exceptions that futures fail with: what happened, with numbers, the likely cause, the evidence. */
final class TaskFailures {

    private static final String INTERNAL_PACKAGE = "dev.procpool.internal.";

    /** Between the user's call and the submit site; of no interest to anybody who reads a stack trace. */
    private static final Set<String> SUBMITTING_CLASSES = Set.of(
            ProcessPool.class.getName(),
            "dev.procpool.WorkerPool",
            TaskPool.class.getName(),
            "dev.procpool.BulkSubmission",
            "dev.procpool.MapResults");

    /** Of the frame that says where a task was submitted. */
    private static final String SUBMIT_CLASS = "procpool";

    private static final String SUBMIT_METHOD = "submit";

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

    /** What a task threw in this JVM. */
    Throwable thrown(PendingTask task, Throwable thrown) {
        return withSubmitSite(thrown, task);
    }

    /** A task has used up its attempts. @param before the lost ones before the last, oldest first */
    Throwable ended(PendingTask task, List<AttemptEnd> before, AttemptEnd last) {
        List<AttemptEnd> all = new ArrayList<>(before);
        all.add(last);
        String attempts = all.size() == 1 ? "" : "\nAll " + all.size() + " attempts were lost:" + list(all);
        Throwable failure = withSubmitSite(lost(task, last, attempts), task);
        before.forEach(end -> failure.addSuppressed(lost(task, end, "")));
        return failure;
    }

    private static String list(List<AttemptEnd> attempts) {
        var text = new StringBuilder();
        attempts.forEach(end ->
                text.append("\n  attempt ").append(end.number()).append(": ").append(end.describe()));
        return text.toString();
    }

    private Throwable lost(PendingTask task, AttemptEnd end, String attempts) {
        return end instanceof Crashed crash ? crashed(task, crash, attempts) : timedOut(task, (TimedOut) end, attempts);
    }

    private Throwable crashed(PendingTask task, Crashed crash, String attempts) {
        WorkerDeath death = crash.death();
        // A thread has none.
        ExitStatus exit = death.exit() == null ? new ExitStatus(ExitStatus.UNKNOWN) : death.exit();
        Failure lastWords = crash.lastWords();
        String why = lastWords == null ? "" : ". It ran out of memory: " + lastWords.message();
        return new WorkerCrashedException(
                "pool '" + poolName + "': " + death.describe() + whileDoing(task, crash) + why + "." + death.evidence()
                        + attempts,
                lastWords == null ? death.problem() : rebuild(task, lastWords),
                death.pid(),
                exit.code(),
                exit.signal().orElse(null),
                death.logTail());
    }

    private static String whileDoing(PendingTask task, Crashed crash) {
        return crash.begun()
                ? " while running task " + task.id()
                : " before it could start task " + task.id() + ", which has now cost " + LostAttempts.MAX_LOST_HOLDERS
                        + " workers and is not tried again";
    }

    private Throwable timedOut(PendingTask task, TimedOut end, String attempts) {
        List<StackTraceElement> stack = end.stack().frames();
        var timeout = new TaskTimeoutException(
                "pool '" + poolName + "': task " + task.id() + " ran longer than its timeout: limit="
                        + TimeUnit.NANOSECONDS.toMillis(end.limitNanos()) + " ms, ran="
                        + TimeUnit.NANOSECONDS.toMillis(end.ranNanos()) + " ms, worker=" + end.worker()
                        + (stack.isEmpty()
                                ? "; where it hung is not known, the worker did not say"
                                : "; it hung at " + stack.get(0))
                        + attempts,
                Duration.ofNanos(end.limitNanos()),
                Duration.ofNanos(end.ranNanos()),
                stack);
        if (!stack.isEmpty()) {
            timeout.setStackTrace(stack.toArray(new StackTraceElement[0]));
        }
        return timeout;
    }

    /** A stack as {@code printStackTrace} prints it. */
    String lines(TaskStack stack) {
        return stack.frames().stream().map(frame -> "\n\tat " + frame).collect(Collectors.joining());
    }

    Throwable undecodable(PendingTask task, Throwable reason) {
        return withSubmitSite(
                new TaskSerializationException(
                        "pool '" + poolName + "': the answer of task " + task.id() + " cannot be decoded here: "
                                + reason,
                        reason),
                task);
    }

    /** For a task that no worker will ever run: what the initializer threw, or that none can be started. */
    Throwable broken(Breakage breakage) {
        return breakage instanceof InitializerFailed failed
                ? ofInitializer(failed.initializer(), failed.answer())
                : refused(breakage);
    }

    /** For whoever comes later. */
    PoolBrokenException refused(Breakage breakage) {
        if (breakage instanceof InitializerFailed failed) {
            Throwable thrown = ofInitializer(failed.initializer(), failed.answer());
            return new PoolBrokenException(
                    "pool '" + poolName + "' cannot run tasks: its initializer failed in worker " + failed.worker()
                            + ": " + thrown,
                    thrown);
        }
        if (breakage instanceof Fault fault) {
            return new PoolBrokenException(
                    "pool '" + poolName + "' cannot run tasks: its own code failed with " + fault.reason()
                            + ". If that is not for lack of memory it is a bug in procpool; please report it, with the"
                            + " stack of the cause",
                    fault.reason());
        }
        WorkerDeath lastDeath = ((NoWorkerStarts) breakage).lastDeath();
        return new PoolBrokenException(
                "pool '" + poolName + "' cannot start workers; it gave up after " + Staff.MAX_START_FAILURES
                        + " failed starts in a row or one that hung. The last: " + lastDeath.describe() + "."
                        + lastDeath.evidence(),
                lastDeath.problem());
    }

    /** What an initializer threw. */
    Throwable ofInitializer(Initializer initializer, Answer answer) {
        if (answer instanceof Answer.Threw threw) {
            return threw.thrown();
        }
        Failure failure = ((Answer.Failed) answer).failure();
        String what = "the initializer";
        return failure.kind() == Failure.Kind.TASK_NOT_DECODABLE
                ? new TaskSerializationException(
                        "pool '" + poolName + "': " + what + " cannot be decoded in a worker: " + failure.className()
                                + ": " + failure.message() + classPathHint(failure),
                        rebuild(what, initializer.codec(), failure))
                : rebuild(what, initializer.codec(), failure);
    }

    private Throwable rebuild(PendingTask task, Failure failure) {
        return rebuild("task " + task.id(), task.codec(), failure);
    }

    private Throwable rebuild(String what, FallbackCodec codec, Failure failure) {
        if (failure.encoded().length == 0) {
            return described(what, failure, null);
        }
        try {
            Object decoded = codec.decode(failure.codec(), failure.encoded());
            return decoded instanceof Throwable throwable ? throwable : described(what, failure, null);
        } catch (Throwable t) {
            return described(what, failure, t);
        }
    }

    private RemoteTaskException described(String what, Failure failure, Throwable whyNot) {
        return new RemoteTaskException(
                "pool '" + poolName + "': " + what + " threw " + failure.className() + ": "
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
        // Where it was made is of no interest if it was made here. One of ours that a task has met, such as another
        // pool's rejection, is the task's.
        boolean madeHere = remote.length > 0 && remote[0].getClassName().equals(TaskFailures.class.getName());
        List<StackTraceElement> stack = new ArrayList<>(madeHere ? List.of() : withoutSubmitSite(remote));
        // Prints as: at procpool.submit(task 42 to pool 'render')
        stack.add(new StackTraceElement(SUBMIT_CLASS, SUBMIT_METHOD, "task " + task.id() + toThisPool(), -1));
        boolean inside = true;
        for (StackTraceElement element : task.submitSite().getStackTrace()) {
            inside = inside && isOurs(element);
            if (!inside) {
                stack.add(element);
            }
        }
        failure.setStackTrace(stack.toArray(new StackTraceElement[0]));
    }

    private String toThisPool() {
        return " to pool '" + poolName + "'";
    }

    /** In this JVM tasks may throw the same object again and again; it must not grow each time. */
    private List<StackTraceElement> withoutSubmitSite(StackTraceElement[] frames) {
        return Stream.of(frames).takeWhile(frame -> !isSubmitToThisPool(frame)).toList();
    }

    private boolean isSubmitToThisPool(StackTraceElement frame) {
        return frame.getClassName().equals(SUBMIT_CLASS)
                && frame.getMethodName().equals(SUBMIT_METHOD)
                && frame.getFileName() != null
                && frame.getFileName().endsWith(toThisPool());
    }

    private static boolean isOurs(StackTraceElement element) {
        String type = element.getClassName();
        return type.startsWith(INTERNAL_PACKAGE) || SUBMITTING_CLASSES.contains(type);
    }
}
