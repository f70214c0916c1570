package dev.procpool.task;

import java.io.Serializable;

/** A {@link Runnable} that can travel to a worker; see {@link RemoteCallable}. */
@FunctionalInterface
public interface RemoteRunnable extends Runnable, Serializable {}
