/**
 * A process pool behind {@link java.util.concurrent.ExecutorService}. Begin with {@link dev.procpool.TaskPool#open()}.
 *
 * <pre>{@code
 *  caller thread              parent JVM                              |            worker JVM
 *  submit(task) -> encode -> PoolState (queue, who has what) -> frame -> stdin -> reader -> decode -> run
 *  get()        <- decode <- TaskFuture <----------- reader thread <--- stdout <- frame <- encode <-+
 * }</pre>
 *
 * <ul>
 *   <li>submit encodes the task, makes its {@link dev.procpool.TaskFuture} and tells the dispatcher.
 *   <li>The dispatcher ({@code internal.pool.Dispatcher}) takes the lock, tells {@code PoolState} what has happened,
 *       releases the lock and has {@code WorkerCrew} do what was decided.
 *   <li>Each worker ({@code internal.process.WorkerProcess}) has one reader thread, which starts the process, reads what
 *       it says, and reports its death.
 *   <li>Results are decoded and futures completed on the pool's completion threads.
 *   <li>The worker's side is {@code dev.procpool.worker.WorkerMain} in procpool-worker.
 * </ul>
 */
package dev.procpool;
