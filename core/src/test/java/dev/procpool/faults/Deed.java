package dev.procpool.faults;

import dev.procpool.task.RemoteCallable;
import dev.procpool.task.TaskContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a task of the campaign does. Each has an id of its own, and shows it in whatever comes of it. */
enum Deed {
    RETURN,
    REST,
    THROW,
    PRINT,
    RETURN_ODD,
    RETURN_MUCH,
    RETURN_BAD,
    TRAVEL_BADLY,
    HALT,
    EXIT,
    /** Halts at its first attempt. */
    HALT_ONCE,
    /** Heeds no interrupt. */
    LOOP,
    SLEEP;

    private static final int MUCH = 300_000;

    /** Of what {@link #THROW} throws. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown(long id) {
            super("thrown by " + id);
        }
    }

    record Odd(long id, Map<String, List<Object>> things, Odd inner) implements Serializable {}

    /** Whether it ends without being stopped. */
    boolean endsByItself() {
        return this != LOOP && this != SLEEP;
    }

    RemoteCallable<?> task(long id) {
        return switch (this) {
            case RETURN -> () -> id;
            case REST ->
                () -> {
                    TimeUnit.MILLISECONDS.sleep(id % 40);
                    return id;
                };
            case THROW ->
                () -> {
                    throw new Thrown(id);
                };
            case PRINT -> () -> print(id);
            case RETURN_ODD -> () -> odd(id);
            case RETURN_MUCH -> () -> much(id);
            case RETURN_BAD -> () -> new Object();
            case TRAVEL_BADLY -> Strike.task(Stage.DECODE_TASK, Kind.EXCEPTION);
            case HALT ->
                () -> {
                    Strike.with(Kind.HALT);
                    return id;
                };
            case EXIT ->
                () -> {
                    Strike.with(Kind.EXIT);
                    return id;
                };
            case HALT_ONCE ->
                () -> {
                    if (TaskContext.current().attempt() == 1) {
                        Strike.with(Kind.HALT);
                    }
                    return id;
                };
            case LOOP ->
                () -> {
                    Strike.with(Kind.HANG);
                    return id;
                };
            case SLEEP ->
                () -> {
                    TimeUnit.HOURS.sleep(1);
                    return id;
                };
        };
    }

    static String printed(long id) {
        return "printed by " + id + " \u00e4\u4e2d";
    }

    private static long print(long id) throws Exception {
        System.out.println(printed(id));
        System.err.print("and no end of line");
        new FileOutputStream(FileDescriptor.out).write(("natively " + id + "\n").getBytes(StandardCharsets.UTF_8));
        return id;
    }

    private static Odd odd(long id) {
        var inner = new Odd(-id, Map.of(), null);
        return new Odd(
                id,
                Map.of("a", List.of(id, "b", new BigDecimal("1.5")), "c", Arrays.asList(null, LocalDate.EPOCH)),
                inner);
    }

    private static long[] much(long id) {
        long[] much = new long[MUCH];
        Arrays.setAll(much, i -> id + i);
        return much;
    }

    /** Whether a task with that id may have returned this. */
    boolean mayReturn(long id, Object value) {
        return switch (this) {
            case RETURN, REST, PRINT, HALT_ONCE -> value.equals(id);
            case RETURN_ODD -> value.equals(odd(id));
            case RETURN_MUCH -> Arrays.equals((long[]) value, much(id));
            default -> false;
        };
    }

    /** With what it ends its worker, given enough attempts. */
    Optional<Integer> exitCode(int retries) {
        return switch (this) {
            case HALT -> Optional.of(Strike.HALT_CODE);
            case HALT_ONCE -> retries == 0 ? Optional.of(Strike.HALT_CODE) : Optional.empty();
            case EXIT -> Optional.of(Strike.EXIT_CODE);
            default -> Optional.empty();
        };
    }
}
