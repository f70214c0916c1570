/**
 * One suite over {@link dev.procpool.TaskPool}, run on every backend. To read it:
 *
 * <ul>
 *   <li>{@link dev.procpool.conformance.Backend} lists the backends, what each of them cannot do, and why not.
 *   <li>{@link dev.procpool.conformance.CapabilityTest} proves that list in both directions: what a backend can do, it
 *       does; what it cannot do, it really does not.
 *   <li>{@link dev.procpool.conformance.Behaviour} on a test names the behaviours that it proves, by their numbers;
 *       {@link dev.procpool.conformance.EveryBehaviourTest} knows where the others are proven, or why there is nothing to
 *       prove.
 *   <li>The tests of a class share one pool, unless they end it.
 * </ul>
 */
package dev.procpool.conformance;
