package dev.procpool;

/**
 * A task or its result cannot travel. Thrown by {@code submit} for a task that cannot be encoded; the failure of the future
 * where a worker cannot decode the task or encode the result, or this JVM cannot decode the result. The worker is used
 * again.
 */
public final class TaskSerializationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TaskSerializationException(String message, Throwable cause) {
        super(message, cause);
    }
}
