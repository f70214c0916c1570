/**
 * Bytes to messages and back. {@link dev.procpool.wire.FrameLayout} has the picture; {@link
 * dev.procpool.wire.ToWorker} and {@link dev.procpool.wire.ToParent} are everything the two sides say to each other.
 * Each is implemented once by a writer, which makes frames of the calls, and at the other end by whoever handles them:
 * the reader makes the same calls of the frames.
 *
 * <pre>{@code
 *   parent                                   worker
 *   ToWorkerWriter  --frames over stdin-->   ToWorkerReader  --> a ToWorker
 *   a ToParent <-- ToParentReader  <--frames over stdout--   ToParentWriter
 * }</pre>
 */
package dev.procpool.wire;
