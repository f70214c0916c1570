package dev.procpool.conformance;

import dev.procpool.task.RemoteCallable;

/** A task, and a value, that does something bad when it is encoded or decoded. */
final class Trap implements RemoteCallable<Integer> {

    private static final long serialVersionUID = 1L;

    static final String MESSAGE = "not today";
    static final int EXIT_CODE = 5;

    private final When when;
    private final What what;

    enum When {
        ENCODED,
        DECODED
    }

    enum What {
        EXCEPTION,
        ERROR,
        EXIT,
        HALT
    }

    Trap(When when, What what) {
        this.when = when;
        this.what = what;
    }

    @Override
    public Integer call() {
        return 0;
    }

    private Object writeReplace() {
        return springIf(When.ENCODED);
    }

    private Object readResolve() {
        return springIf(When.DECODED);
    }

    private Object springIf(When now) {
        if (when == now) {
            switch (what) {
                case EXCEPTION -> throw new IllegalStateException(MESSAGE);
                case ERROR -> throw new AssertionError(MESSAGE);
                case EXIT -> Tasks.exit(EXIT_CODE);
                case HALT -> Tasks.halt(EXIT_CODE);
            }
        }
        return this;
    }
}
