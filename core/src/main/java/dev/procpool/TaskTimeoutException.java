package dev.procpool;

import java.time.Duration;

/** A task ran longer than {@link TaskOptions#timeout} allows, and was stopped. */
public final class TaskTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration limit;
    private final Duration ran;

    public TaskTimeoutException(String message, Duration limit, Duration ran) {
        super(message);
        this.limit = limit;
        this.ran = ran;
    }

    /** The limit that was exceeded. */
    public Duration limit() {
        return limit;
    }

    /** How long the task had run when it was given up. */
    public Duration ran() {
        return ran;
    }
}
