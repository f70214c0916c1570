package dev.procpool;

/**
 * The task threw something this JVM cannot rebuild: its class is not here, or it holds something that does not travel.
 * The message has the stack trace as the worker printed it.
 */
public final class RemoteTaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remoteClassName;
    private final String remoteStackTrace;

    /** @param cause why it could not be rebuilt; null if it was not even sent */
    public RemoteTaskException(String message, Throwable cause, String remoteClassName, String remoteStackTrace) {
        super(message, cause);
        this.remoteClassName = remoteClassName;
        this.remoteStackTrace = remoteStackTrace;
    }

    /** The class of what the task threw. */
    public String remoteClassName() {
        return remoteClassName;
    }

    /** Its stack trace in the worker, causes included, as {@link Throwable#printStackTrace()} printed it. */
    public String remoteStackTrace() {
        return remoteStackTrace;
    }
}
