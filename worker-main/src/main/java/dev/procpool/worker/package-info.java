/**
 * The child's side. {@link dev.procpool.worker.WorkerMain} starts three threads' worth of work:
 *
 * <pre>{@code
 *   main thread:    TaskLoop: next order, read by itself if there is none -> TaskRunner: decode, run, encode, answer
 *   reader thread:  reads in its place while a task runs on: cancels at once, everything else into the queue of orders
 *   watcher thread: TaskWatcher: finds that a task runs on; sends what is unsent, and what was printed past System.out
 * }</pre>
 *
 * The reader thread never runs user code, so the end of the parent is noticed even in the middle of an endless task.
 */
package dev.procpool.worker;
