package dev.procpool.task;

import java.io.Serializable;

/**
 * A function of one argument that can travel to a worker; see {@link RemoteCallable}. Unlike {@link
 * java.util.function.Function} it may throw checked exceptions.
 *
 * @param <A> the argument, serializable
 * @param <R> the result, serializable
 */
@FunctionalInterface
public interface RemoteFunction<A, R> extends Serializable {

    /**
     * Applies this function in a worker.
     *
     * @throws Exception whatever the function throws; it fails the task's future
     */
    R apply(A argument) throws Exception;
}
