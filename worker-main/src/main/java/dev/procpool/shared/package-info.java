/**
 * Large read-only data: written once to a checked file, mapped by every process that reads it, so that all of them
 * together hold one copy. Begin with {@link dev.procpool.shared.SharedInts}; the other kinds are used in the same way.
 *
 * <pre>
 *  parent JVM                                   |            worker JVM
 *  write/writer -> SharedFileWriter -> file     |
 *                                       |       |
 *  handle <- MappedFiles <- MappedFile -+-------+- MappedFile -> MappedFiles -> handle.get(i)
 *    |                                          |                                ^ on first use
 *    +-- captured by a task: SerializedHandle --+--> SharedHandle, not mapped ---+
 * </pre>
 *
 * <p>A typed class (SharedInts ...) says what the bytes mean. SharedHandle is one use of a file, from first access to
 * close. MappedFiles sees to it that a JVM maps a file once. MappedFile reads bytes, in segments, and turns a fault of
 * the mapped memory into an exception. HeaderLayout is the file format. This package uses no other one of procpool.
 */
package dev.procpool.shared;
