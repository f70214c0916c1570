package dev.procpool.conformance;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Something that happens once and that every process sees: a file, there or not. Travels with tasks. */
record Signal(String file) implements Serializable {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    static Signal in(Path directory, String name) {
        return new Signal(directory.resolve(name).toString());
    }

    void raise() {
        try {
            Files.write(Path.of(file), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After the end of the test, when its directory is gone, everything has happened: no task is to outlive it. */
    boolean isRaised() {
        var path = Path.of(file);
        return Files.exists(path) || Files.notExists(path.getParent());
    }

    /** For tests. */
    void await() {
        Await.until(this::isRaised, Path.of(file).getFileName() + " has not happened");
    }

    /** For tasks that may be interrupted while they wait. */
    void awaitUnlessInterrupted() throws InterruptedException {
        long startNanos = System.nanoTime();
        while (!isRaised()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for " + file);
            }
            if (System.nanoTime() - startNanos > Patience.surely().toNanos()) {
                throw new AssertionError("nobody has raised " + file);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
