package dev.procpool.task;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A {@link Callable} that can travel to a worker. Being {@link Serializable} is all it takes: a plain lambda or method
 * reference passed where a {@code RemoteCallable} is expected becomes serializable with everything it captures.
 *
 * <p>The task runs in another JVM: it sees copies of what it captured, and its own statics.
 *
 * @param <T> the result, which must be serializable too
 */
@FunctionalInterface
public interface RemoteCallable<T> extends Callable<T>, Serializable {}
