package dev.procpool.internal.process;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * What a class-data archive depends on, as text: a JVM that differs in any of it has an archive of its own.
 *
 * @param text a line each for the JVM, its options, the packages it opens, and each entry of the class path with its size and
 *     time; of a directory its name only, as nothing of it is archived
 */
record ArchiveKey(String text) {

    /** Changed when what is kept under a key is no longer what it was. */
    private static final String FORMAT = "procpool 1";

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** @param options those of the JVM that matter to an archive */
    static ArchiveKey of(List<String> options, List<String> opens, List<Path> classPath) {
        var text = new StringBuilder(FORMAT).append('\n');
        for (String property : List.of("java.home", "java.vm.name", "java.vm.vendor", "java.vm.version")) {
            text.append(System.getProperty(property)).append('\n');
        }
        text.append(options).append('\n').append(opens).append('\n');
        for (Path entry : classPath) {
            text.append(entry);
            File file = entry.toFile();
            if (file.isFile()) {
                text.append(' ').append(file.length()).append(' ').append(file.lastModified());
            }
            text.append('\n');
        }
        return new ArchiveKey(text.toString());
    }

    /** Sixteen digits, the 64-bit FNV-1a hash of the text; the text itself is kept beside what it names. */
    String name() {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        String digits = Long.toHexString(hash);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
