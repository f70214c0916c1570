package dev.procpool.faults;

/** What goes wrong. */
enum Kind {
    EXCEPTION("exception"),
    ERROR("Error"),
    STACK_OVERFLOW("StackOverflowError"),
    EXIT("System.exit"),
    HALT("halt"),
    OUT_OF_MEMORY("OutOfMemoryError"),
    KILL("kill -9"),
    STOP("kill -STOP"),
    HANG("hang"),
    GARBAGE("garbage on fd 1"),
    GARBAGE_BEFORE_MAIN("garbage before main");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
