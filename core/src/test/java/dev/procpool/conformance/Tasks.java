package dev.procpool.conformance;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What tasks of several tests do. */
final class Tasks {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Tasks() {}

    /** What runs one task at a time. */
    record WorkerId(long pid, long thread) implements Serializable {
        static WorkerId here() {
            return new WorkerId(
                    ProcessHandle.current().pid(), Thread.currentThread().getId());
        }
    }

    static int fail(String message) {
        throw new IllegalStateException(message);
    }

    /** Until it is interrupted. */
    static int sleepLong() throws InterruptedException {
        TimeUnit.HOURS.sleep(3);
        return 0;
    }

    /** Says that it runs, and then waits to be told to end, interrupted or not. */
    static int runUntil(Signal started, Signal end) {
        started.raise();
        while (!end.isRaised()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return 1;
    }

    static int exit(int code) {
        System.exit(code);
        return 0;
    }

    static int halt(int code) {
        Runtime.getRuntime().halt(code);
        return 0;
    }

    static int killMyself(String signal) throws Exception {
        kill(signal, ProcessHandle.current().pid());
        return sleepLong();
    }

    static void kill(String signal, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    /** Writes to address 0: what a bug in native code does. */
    static int crash() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
        return 0;
    }

    static int overflow() {
        return overflow() + 1;
    }

    /** Names the frames of a throwable, one on a line. */
    static String stackOf(Throwable thrown) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : thrown.getStackTrace()) {
            frames.add(frame.toString());
        }
        return String.join("\n", frames);
    }
}
