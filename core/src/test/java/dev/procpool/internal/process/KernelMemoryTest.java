package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of both kinds of cgroups; nothing where they are not as usual. */
class KernelMemoryTest {

    private static final String UNLIMITED_V1 = "9223372036854771712";

    @TempDir
    private Path root;

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private OptionalLong bytes(String cgroups) throws IOException {
        file("proc/meminfo", "MemTotal:        1000 kB\nMemFree:  1 kB");
        file("proc/self/cgroup", cgroups);
        return new KernelMemory(root).bytes();
    }

    @Test
    void withoutALimitItIsThatOfTheMachine() throws IOException {
        file("sys/fs/cgroup/cgroup.controllers", "memory");
        assertEquals(OptionalLong.of(1_024_000), bytes("0::/"));
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", UNLIMITED_V1);
        assertEquals(OptionalLong.of(1_024_000), bytes("4:memory:/\n0::/"));
    }

    @Test
    void theLeastLimitOfAGroupAndThoseAroundItCounts() throws IOException {
        file("sys/fs/cgroup/a/b/memory.max", "max");
        file("sys/fs/cgroup/a/memory.max", "5000");
        assertEquals(OptionalLong.of(5000), bytes("0::/a/b"));
        file("sys/fs/cgroup/memory/c/memory.limit_in_bytes", "4000");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", UNLIMITED_V1);
        assertEquals(OptionalLong.of(4000), bytes("3:cpu:/\n2:hugetlb,memory:/c"));
    }

    @Test
    void aContainerFindsItsOwnGroupAtTheRoot() throws IOException {
        file("sys/fs/cgroup/memory.max", "6000");
        assertEquals(OptionalLong.of(6000), bytes("0::/docker/not-seen-here"));
        assertEquals(OptionalLong.of(6000), bytes("0::/../outside"));
    }

    @Test
    void whereNothingIsMountedAsUsualTheJdkIsToBeAsked() throws IOException {
        assertEquals(OptionalLong.empty(), bytes("0::/"));
        assertEquals(OptionalLong.empty(), bytes("1:cpu:/"));
        file("sys/fs/cgroup/memory.max", "many");
        assertEquals(OptionalLong.empty(), bytes("0::/"));
    }
}
