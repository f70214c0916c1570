package dev.procpool;

import java.util.concurrent.RejectedExecutionException;

/**
 * No worker can be started. Fails the tasks that waited for one, and is thrown by {@code submit} from then on; the message
 * has the last worker's own words. A pool that is broken stays so and has still to be closed.
 */
public final class PoolBrokenException extends RejectedExecutionException {

    private static final long serialVersionUID = 1L;

    /** @param cause may be null */
    public PoolBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
