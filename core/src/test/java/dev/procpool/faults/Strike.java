package dev.procpool.faults;

import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteRunnable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Does what is wrong, and has it done where it is wanted. */
final class Strike {

    static final int VALUE = 42;
    static final int EXIT_CODE = 7;
    static final int HALT_CODE = 5;
    static final String MESSAGE = "struck";

    private static final int GARBAGE_BYTES = 100_000;

    /** Holds what hangs in the parent; a worker has its own, which nobody opens. */
    static volatile CountDownLatch parentHangs = new CountDownLatch(0);

    private Strike() {}

    /** In whatever JVM it is called, and on its thread. Returns only where the fault lets it. */
    static void with(Kind kind) {
        switch (kind) {
            case EXCEPTION -> throw new IllegalStateException(MESSAGE);
            case ERROR -> throw new AssertionError(MESSAGE);
            case STACK_OVERFLOW -> overflow(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            case EXIT -> System.exit(EXIT_CODE);
            case HALT -> Runtime.getRuntime().halt(HALT_CODE);
            case OUT_OF_MEMORY -> eatHeap();
            case KILL -> signalMyself("KILL");
            case STOP -> signalMyself("STOP");
            case HANG -> hang();
            case GARBAGE -> printGarbage();
            case GARBAGE_BEFORE_MAIN -> throw new IllegalArgumentException("main has begun: " + kind);
        }
    }

    /** In large steps: a codec tries again on a stack of 512 MiB, and that is to overflow soon. */
    private static long overflow(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
        long below = overflow(b, c, d, e, f, g, h, i, j, a + 1);
        return below + a * b + c * d + e * f + g * h + i * j;
    }

    private static void eatHeap() {
        List<long[]> eaten = new ArrayList<>();
        while (true) {
            eaten.add(new long[1 << 16]);
        }
    }

    /** More than any heap has, at once: the JVM that it is thrown in is none the worse for it. */
    static void askForTooMuch() {
        List<long[]> eaten = new ArrayList<>();
        while (true) {
            eaten.add(new long[Integer.MAX_VALUE]);
        }
    }

    private static void signalMyself(String signal) {
        try {
            new ProcessBuilder(
                            "kill",
                            "-" + signal,
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The signal comes when it comes.
        hang();
    }

    /** And heeds no interrupt. */
    private static void hang() {
        while (true) {
            LockSupport.parkNanos(1_000_000_000);
            Thread.interrupted();
        }
    }

    /** Bytes of every kind, past {@code System.out}. */
    private static void printGarbage() {
        byte[] garbage = new byte[GARBAGE_BYTES];
        new Random(GARBAGE_BYTES).nextBytes(garbage);
        try {
            // Not closed: the descriptor is not ours.
            new FileOutputStream(FileDescriptor.out).write(garbage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A task that fails where {@code stage} says; if the fault lets it, it returns {@link #VALUE}. */
    static RemoteCallable<?> task(Stage stage, Kind kind) {
        return switch (stage) {
            case DECODE_TASK -> new AtDecode(kind);
            case RUN ->
                () -> {
                    with(kind);
                    return VALUE;
                };
            case ENCODE_RESULT -> () -> new AtEncode(kind);
            case DECODE_RESULT -> () -> new AtDecodeHere(kind);
            case START_UP, IDLE -> throw new IllegalArgumentException("no task runs at that stage: " + stage);
        };
    }

    private static final class AtDecode implements RemoteCallable<Integer> {
        private static final long serialVersionUID = 1L;
        private final Kind kind;

        AtDecode(Kind kind) {
            this.kind = kind;
        }

        @Override
        public Integer call() {
            return VALUE;
        }

        private Object readResolve() {
            with(kind);
            return this;
        }
    }

    private static final class AtEncode implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Kind kind;

        AtEncode(Kind kind) {
            this.kind = kind;
        }

        private Object writeReplace() {
            with(kind);
            return VALUE;
        }
    }

    private static final class AtDecodeHere implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Kind kind;

        AtDecodeHere(Kind kind) {
            this.kind = kind;
        }

        private Object readResolve() {
            switch (kind) {
                case HANG -> hangHere();
                case OUT_OF_MEMORY -> askForTooMuch();
                default -> with(kind);
            }
            return VALUE;
        }
    }

    private static void hangHere() {
        try {
            parentHangs.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it hung", e);
        }
    }

    /** @param once a file: where it exists nothing happens, and where not, it does after this; null for always */
    static RemoteRunnable initializer(Kind kind, Path once) {
        String file = once == null ? null : once.toString();
        return () -> {
            if (file == null || create(Path.of(file))) {
                with(kind);
            }
        };
    }

    /**
     * A task that leaves a thread behind, which strikes as soon as there is a file {@code go} in a directory. There is a
     * file {@code struck} when it has, or, where that ends or stops something, just before. The task returns its process id.
     */
    static RemoteCallable<Long> plant(Kind kind, Path directory) {
        String in = directory.toString();
        return () -> {
            var thread = new Thread(() -> strikeWhenToldTo(kind, Path.of(in)), "left-behind");
            thread.setDaemon(true);
            thread.start();
            return ProcessHandle.current().pid();
        };
    }

    private static void strikeWhenToldTo(Kind kind, Path directory) {
        while (!Files.exists(directory.resolve("go"))) {
            LockSupport.parkNanos(1_000_000);
        }
        Path struck = directory.resolve("struck");
        switch (kind) {
            case EXIT, HALT, KILL, STOP -> {
                create(struck);
                with(kind);
            }
            case HANG -> {
                // With something that others need.
                synchronized (System.out) {
                    create(struck);
                    with(kind);
                }
            }
            default -> {
                try {
                    with(kind);
                } finally {
                    create(struck);
                }
            }
        }
    }

    /** @return false if it was there */
    private static boolean create(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
