package dev.procpool.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A result file: there complete or not at all. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Finds out, before long work, whether the result can be written after it.
     *
     * @throws UserError if not
     */
    public static void check(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError("cannot write " + file + ": it is a directory");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // The move at the end would put a plain file in the place of a device or a pipe.
            throw new UserError("cannot write " + file + ": it is not a regular file");
        }
        try {
            Files.delete(temporary(file));
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + reason(e));
        }
    }

    /** Replaces the file in one step; on failure the old one, or none, is there, and no other. */
    public static void write(Path file, String content) {
        try {
            Path temporary = temporary(file);
            try {
                Files.write(temporary, content.getBytes(StandardCharsets.UTF_8));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + reason(e));
        }
    }

    /** In the same directory: only within one file system is the final move one step. */
    private static Path temporary(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (absolute.getFileName() == null) {
            throw new IOException("not a file name");
        }
        Path temporary = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        return Files.createFile(temporary);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return String.valueOf(e.getMessage());
    }
}
