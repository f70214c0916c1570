package dev.procpool.shared;

import java.nio.file.Path;

/**
 * Raised when shared data cannot be written, opened or read: the file is missing, was cut, replaced or damaged, holds
 * something else, or the disk is full. The message names the file, the fact with the numbers on both sides, and what
 * to do.
 *
 * <p>Unchecked, because it surfaces in {@code get} calls in the middle of computations and no caller can repair a file
 * there. It fails the task that meets it and nothing else. Thrown while writing, it means that nothing was left under
 * the final name and the temporary file was removed.
 */
public final class SharedDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whether the file can be read and is not what it should be. */
    private final boolean ofContent;

    SharedDataException(Path file, String fact, String advice, Throwable cause) {
        this(file, fact, advice, cause, false);
    }

    private SharedDataException(Path file, String fact, String advice, Throwable cause, boolean ofContent) {
        super(file + ": " + fact + "; " + advice, cause);
        this.ofContent = ofContent;
    }

    SharedDataException(Path file, String fact, String advice) {
        this(file, fact, advice, null);
    }

    /** Of a file that can be read and is not what it should be: who can build it may do so again. */
    static SharedDataException ofContent(Path file, String fact, String advice, Throwable cause) {
        return new SharedDataException(file, fact, advice, cause, true);
    }

    boolean isOfContent() {
        return ofContent;
    }
}
