package dev.procpool.internal.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the workers of a pool are started with.
 *
 * @param poolName for names and messages
 * @param workers all that may live at once, who share memory and CPUs
 * @param java the command that starts a JVM
 * @param jvmArgs options after the inherited ones, so that they win
 * @param classPath the user's entries; empty for those of this JVM
 * @param env variables added to the inherited ones
 * @param workingDirectory empty for that of this JVM
 * @param systemProperties set on top of the inherited ones
 * @param codec wire id of the codec for results
 * @param maxBodyBytes the longest task or result that travels
 * @param sharedMemory a directory in shared memory, which need not exist
 * @param byReferenceBytes the least size of an array that goes through it; {@link Long#MAX_VALUE} for none
 * @param spinNanos how long whoever waits for a message of one of them, or they for one of ours, may look for it before it
 *     sleeps; 0 if all cores are wanted
 * @param classDataSharing whether a class-data archive may be made and used
 * @param cacheDirectory where; empty for the user's cache directory
 */
public record WorkerConfig(
        String poolName,
        int workers,
        String java,
        List<String> jvmArgs,
        List<Path> classPath,
        Map<String, String> env,
        Optional<Path> workingDirectory,
        Map<String, String> systemProperties,
        byte codec,
        int maxBodyBytes,
        Path sharedMemory,
        long byReferenceBytes,
        long spinNanos,
        boolean classDataSharing,
        Optional<Path> cacheDirectory) {}
