/**
 * The child's side. {@link dev.procpool.worker.WorkerMain} starts three threads' worth of work:
 *
 * <pre>{@code
 *   reader thread:  frames -> Inbox: cancels at once, everything else into the queue of orders; end of stream: halt
 *   main thread:    TaskLoop: next order -> TaskRunner: decode, run, encode, answer
 *   output thread:  OutputWatcher: what was printed past System.out while a task runs -> OutputCapture
 * }</pre>
 *
 * The reader thread never runs user code, so the end of the parent is noticed even in the middle of an endless task.
 */
package dev.procpool.worker;
