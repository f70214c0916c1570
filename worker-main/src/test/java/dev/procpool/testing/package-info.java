/**
 * What the tests share. The rules:
 *
 * <ul>
 *   <li>A test's name is a sentence that says what is true.
 *   <li>No bare sleeps: {@link dev.procpool.testing.Await} waits for a condition and says what did not come.
 *   <li>Time limits come from {@link dev.procpool.testing.Patience}, which one factor scales for slow machines.
 *   <li>Every pool stands in try-with-resources; {@link dev.procpool.testing.NoLeftovers} fails a test that leaves a thread, a
 *       process or a file.
 *   <li>Processes are ended by pid, and only those the test started.
 * </ul>
 */
package dev.procpool.testing;
