package dev.procpool.worker;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.wire.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Makes a {@link Failure} of a throwable, whatever its class does: accessors that throw, causes in a circle, fields that
 * cannot travel.
 */
final class FailureReport {

    private FailureReport() {}

    static Failure of(Failure.Kind kind, Throwable thrown, FallbackCodec codec) {
        trimToTask(thrown);
        byte codecId = 0;
        byte[] encoded = new byte[0];
        try {
            Encoded throwable = codec.encode(thrown);
            codecId = throwable.codec();
            encoded = throwable.bytes();
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            // Then its description has to do: the parent makes a RemoteTaskException of it.
        }
        return new Failure(kind, thrown.getClass().getName(), message(thrown), stackTrace(thrown), codecId, encoded);
    }

    static Failure cancelledBeforeStart() {
        return new Failure(Failure.Kind.CANCELLED, "", "", "", (byte) 0, new byte[0]);
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException | StackOverflowError e) {
            return "(its getMessage() threw " + e.getClass().getName() + ")";
        }
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text, true));
        } catch (RuntimeException | StackOverflowError e) {
            for (StackTraceElement element : thrown.getStackTrace()) {
                text.append("\tat ").append(element.toString()).append('\n');
            }
        }
        return text.toString();
    }

    /** Cuts our own frames off the bottom of each stack trace: the user's task begins where TaskRunner called it. */
    private static void trimToTask(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = thrown; t != null && seen.add(t); t = cause(t)) {
            StackTraceElement[] stack = t.getStackTrace();
            for (int i = 0; i < stack.length; i++) {
                if (stack[i].getClassName().equals(TaskRunner.class.getName())) {
                    t.setStackTrace(Arrays.copyOf(stack, i));
                    break;
                }
            }
        }
    }

    private static Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }
}
