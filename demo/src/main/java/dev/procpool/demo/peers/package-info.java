/**
 * The pool beside its goals and beside other process pools, measured in turn in one run. Begin with {@link
 * dev.procpool.demo.peers.PeersCommand}.
 *
 * <pre>
 *  PeersCommand -> Rounds -> those of PeersMeasurements -> Samples -> PeerGoals -> PeersTable, BenchJson, PeersPicture
 *                              bench's own           floors, pool
 *                              WorkersFigures        two workers and eight
 *                              IdleFigures           IdleMain in a fresh parent JVM
 *                              QueueFigures          QueueMain in a fresh parent JVM
 *                              ContenderMeasurement  a Runner: JavaRunner (a JavaPool) or PythonRunner (peers.py)
 *                              FirstResult           a fresh process of each
 *                              Absent                in place of a peer that is not here
 * </pre>
 *
 * <p>Every answer is compared with what it must be, in Python by the script.
 */
package dev.procpool.demo.peers;
