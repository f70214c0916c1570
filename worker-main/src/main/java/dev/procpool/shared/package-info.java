/**
 * Large read-only data: written once to a checked file, mapped by every process that reads it, so that all of them
 * together hold one copy. Begin with {@link dev.procpool.shared.SharedInts}; the other kinds are used in the same way.
 *
 * <pre>
 *  parent JVM                                          |            worker JVM
 *  SharedBuilder -> SharedFileWriter -> file           |
 *                     (PayloadWriter)       |          |
 *  handle <- MappedFiles <- MappedFile -----+----------+- MappedFile -> MappedFiles -> handle.get(i)
 *    |                                                 |                                ^ on first use
 *    +-- captured by a task: SerializedHandle ---------+--> SharedHandle, not mapped ---+
 * </pre>
 *
 * <p>A kind (SharedInts ... SharedSections) says what the bytes mean, its Layout where they are. SharedData is what kinds have
 * in common. SharedHandle is one use of a file or section, from first access to close. MappedFiles sees to it that a JVM
 * maps a file once. MappedFile reads bytes, in segments, and turns a fault of the mapped memory into an exception; CutCheck
 * does that for a task as a whole. CachedFile finds a file by its key or has it built, under a BuildLock. HeaderLayout is the
 * file format. Of procpool's other packages this one uses codec, for SharedObject alone.
 */
package dev.procpool.shared;
