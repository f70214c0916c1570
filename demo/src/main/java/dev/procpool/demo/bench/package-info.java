/**
 * The throughput test: what the pool costs, beside what the machine itself costs, measured in turn in one run. Begin with
 * {@link dev.procpool.demo.bench.BenchCommand}.
 *
 * <pre>
 *  BenchCommand -> Rounds -> each Measurement in turn, again and again -> Samples -> BenchTable, BenchJson
 *                              PipeFloor     EchoMain in a bare JVM
 *                              JvmStart      HelloMain in a bare JVM
 *                              ThreadFigures a thread pool
 *                              PoolFigures   a pool of one worker
 *                              FirstResult   FirstResultMain in a FreshParent, which creates its own pool
 *                              SharedFigures two pools of one worker, a file of 1 GiB
 * </pre>
 *
 * <p>{@link dev.procpool.demo.bench.Figure} says what each figure means. Every answer is compared with what it must be.
 */
package dev.procpool.demo.bench;
