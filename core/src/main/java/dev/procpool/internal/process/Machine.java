package dev.procpool.internal.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the pool's JVMs have to share, and what this JVM takes of it.
 *
 * @param memoryBytes the memory of the machine, or of the container if that has less; empty if this JVM cannot tell
 * @param cpus those that this JVM may use, which in a container can be fewer than there are
 * @param parentHeapBytes the largest heap this JVM may come to
 * @param jdk the feature version of this JVM, which is that of its workers
 */
record Machine(OptionalLong memoryBytes, int cpus, long parentHeapBytes, int jdk) {

    static Machine ofThisJvm() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                memory(),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                Runtime.version().feature());
    }

    /**
     * From the kernel's files where they are as usual; else the JDK is asked, which knows all kinds of cgroups and how they
     * may be mounted, and takes 30 ms for it.
     */
    private static OptionalLong memory() {
        OptionalLong known = new KernelMemory(Path.of("/")).bytes();
        return known.isPresent() ? known : memoryByTheJdk();
    }

    static OptionalLong memoryByTheJdk() {
        // A run-time image that was cut to size may lack it, and then not even the type below can be loaded.
        if (ModuleLayer.boot().findModule("jdk.management").isPresent()
                && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                && system.getTotalMemorySize() > 0) {
            return OptionalLong.of(system.getTotalMemorySize());
        }
        return OptionalLong.empty();
    }
}
