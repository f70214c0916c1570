package dev.procpool;

import java.time.Duration;
import java.util.List;

/** A task ran longer than {@link TaskOptions#timeout} allows, and was stopped. */
public final class TaskTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration limit;
    private final Duration ran;
    private final StackTraceElement[] hungAt;

    /** @param hungAt innermost frame first; empty if not known */
    public TaskTimeoutException(String message, Duration limit, Duration ran, List<StackTraceElement> hungAt) {
        super(message);
        this.limit = limit;
        this.ran = ran;
        this.hungAt = hungAt.toArray(new StackTraceElement[0]);
    }

    /** The limit that was exceeded. */
    public Duration limit() {
        return limit;
    }

    /** How long the task had run when it was given up. */
    public Duration ran() {
        return ran;
    }

    /**
     * The task's stack in the worker at the moment its time was up, innermost frame first; also the beginning of this
     * exception's stack trace. Empty if the worker did not say, as one that is stopped by a signal cannot.
     */
    public List<StackTraceElement> hungAt() {
        return List.of(hungAt);
    }
}
