package dev.procpool.internal.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The memory of the machine, or of this process's cgroup if that has less, as Linux tells it: {@code /proc/meminfo}, and the
 * limits of the cgroup and all those it is in, where they are mounted as usual: version 2 at {@code /sys/fs/cgroup}, version 1 at
 * {@code /sys/fs/cgroup/memory}.
 *
 * @param root where the file systems are; {@code /} except for tests
 */
record KernelMemory(Path root) {

    /** Empty if it cannot be told for sure. */
    OptionalLong bytes() {
        try {
            return OptionalLong.of(Math.min(machineBytes(), limitBytes()));
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    private long machineBytes() throws IOException {
        for (String line : read(root.resolve("proc/meminfo")).split("\n")) {
            if (line.startsWith("MemTotal:") && line.endsWith(" kB")) {
                return Math.multiplyExact(
                        1024L,
                        Long.parseLong(line.substring("MemTotal:".length(), line.length() - " kB".length())
                                .strip()));
            }
        }
        throw new IOException("no MemTotal in /proc/meminfo");
    }

    private long limitBytes() throws IOException {
        String unified = null;
        // A line is "number:controllers:path"; version 2 has the number 0 and names no controllers.
        for (String line : read(root.resolve("proc/self/cgroup")).split("\n")) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            String controllers = line.substring(first + 1, second);
            if (("," + controllers + ",").contains(",memory,")) {
                return least(root.resolve("sys/fs/cgroup/memory"), line.substring(second + 1), "memory.limit_in_bytes");
            }
            if (controllers.isEmpty()) {
                unified = line.substring(second + 1);
            }
        }
        if (unified == null) {
            throw new IOException("no cgroup for memory");
        }
        return least(root.resolve("sys/fs/cgroup"), unified, "memory.max");
    }

    /** The least of the limits from a group up to the root, which in version 2 has none. */
    private static long least(Path mount, String group, String file) throws IOException {
        Path directory = mount.resolve(group.substring(1)).normalize();
        if (!directory.startsWith(mount) || !Files.isDirectory(directory)) {
            // A container sees its own group as the root, whatever it is called outside.
            directory = mount;
        }
        long least = Long.MAX_VALUE;
        boolean any = false;
        while (directory.startsWith(mount)) {
            Path limit = directory.resolve(file);
            if (Files.exists(limit)) {
                String text = read(limit).strip();
                least = Math.min(least, text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text));
                any = true;
            }
            directory = directory.getParent();
        }
        if (!any && !Files.exists(mount.resolve("cgroup.controllers"))) {
            throw new IOException("no cgroup at " + mount);
        }
        return least;
    }

    private static String read(Path file) throws IOException {
        // Files.readString would load channels for it.
        try (var in = new FileInputStream(file.toString())) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
