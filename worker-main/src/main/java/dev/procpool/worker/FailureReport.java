package dev.procpool.worker;

import dev.procpool.codec.Compound;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.wire.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a {@link Failure} of a throwable, whatever its class does: accessors that throw, causes in a circle, fields that
 * cannot travel.
 */
final class FailureReport {

    /** Two texts in UTF-8, up to three bytes a char, in less than the half that the throwable leaves. */
    private static final int BYTES_FOR_A_CHAR_OF_EACH_TEXT = 16;

    /** A chain of causes that is longer than this is made up. */
    private static final int MOST_CAUSES = 1_000;

    /** What calls the user's task. */
    private static final Set<String> CALLERS = Set.of(TaskRunner.class.getName(), MapChunk.class.getName());

    private FailureReport() {}

    /** @param maxBodyBytes what the report must fit in: of a longer one the texts remain, cut */
    static Failure of(Failure.Kind kind, Throwable thrown, FallbackCodec codec, int maxBodyBytes) {
        return of(kind, thrown, codec::encode, maxBodyBytes);
    }

    static Failure of(Failure.Kind kind, Throwable thrown, Compound.Encoder codec, int maxBodyBytes) {
        trimToTask(thrown);
        byte codecId = 0;
        byte[] encoded = new byte[0];
        try {
            Encoded throwable = codec.encode(thrown);
            if (throwable.bytes().length <= maxBodyBytes / 2) {
                codecId = throwable.codec();
                encoded = throwable.bytes();
            }
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            // Then its description has to do: the parent makes a RemoteTaskException of it.
        }
        int maxChars = maxBodyBytes / BYTES_FOR_A_CHAR_OF_EACH_TEXT;
        return new Failure(
                kind,
                thrown.getClass().getName(),
                cut(message(thrown), maxChars),
                cut(stackTrace(thrown), maxChars),
                codecId,
                encoded);
    }

    private static String message(Throwable thrown) {
        String message = guarded(
                thrown::getMessage,
                e -> "(its getMessage() threw " + e.getClass().getName() + ")");
        return message == null ? "" : message;
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        return guarded(
                () -> {
                    thrown.printStackTrace(new PrintWriter(text, true));
                    return text.toString();
                },
                e -> {
                    for (StackTraceElement element : stackOf(thrown)) {
                        text.append("\tat ").append(String.valueOf(element)).append('\n');
                    }
                    return text.toString();
                });
    }

    /** Cuts our own frames off the bottom of each stack trace: the user's task begins where one of the callers called it. */
    private static void trimToTask(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = thrown; t != null && seen.size() < MOST_CAUSES && seen.add(t); t = causeOf(t)) {
            trimOne(t);
        }
    }

    private static void trimOne(Throwable thrown) {
        StackTraceElement[] stack = stackOf(thrown);
        for (int i = 0; i < stack.length; i++) {
            // An overridden getStackTrace may leave elements out, and setStackTrace may refuse.
            if (stack[i] != null && CALLERS.contains(stack[i].getClassName())) {
                StackTraceElement[] trimmed = Arrays.copyOf(stack, i);
                guarded(
                        () -> {
                            thrown.setStackTrace(trimmed);
                            return null;
                        },
                        e -> null);
                return;
            }
        }
    }

    private static StackTraceElement[] stackOf(Throwable thrown) {
        StackTraceElement[] stack = guarded(thrown::getStackTrace, e -> null);
        return stack == null ? new StackTraceElement[0] : stack;
    }

    private static Throwable causeOf(Throwable thrown) {
        return guarded(thrown::getCause, e -> null);
    }

    private static <T> T guarded(Supplier<T> accessor, Function<Throwable, T> otherwise) {
        try {
            return accessor.get();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return otherwise.apply(e);
        }
    }

    private static String cut(String text, int maxChars) {
        return text.length() <= maxChars
                ? text
                : text.substring(0, maxChars) + " ... and " + (text.length() - maxChars) + " more characters";
    }
}
