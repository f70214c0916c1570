package dev.procpool.demo.peers;

/** A contender's pool of one worker, which starts when it is first needed. One thread only, but for {@link #close}. */
interface Runner extends AutoCloseable {

    /**
     * The median time to submit a task and get its result.
     *
     * @param taskMicros how long each task keeps a processor busy; 0 for a trivial one
     */
    double rttMicros(long forNanos, int taskMicros) throws Exception;

    /** Tasks that are submitted in batches, of which all are in flight. */
    double tasksPerSecond(long forNanos, int batchTasks, int taskMicros) throws Exception;

    /**
     * A map of a trivial function over so many integers, in chunks of 1,000.
     *
     * @throws UnsupportedOperationException if there is none
     */
    double mapPerSecond(int inputs) throws Exception;

    /** May be called twice, and by another thread while something is measured, which fails then. */
    @Override
    void close();
}
