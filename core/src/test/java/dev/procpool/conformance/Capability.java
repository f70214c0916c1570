package dev.procpool.conformance;

/** What backends differ in. Everything else is the same on all of them. */
enum Capability {
    RUNS_IN_BACKGROUND("tasks run unasked, beside the caller and beside each other"),
    INTERRUPTS("cancel(true) interrupts a task that runs"),
    STOPS_ANY_TASK("cancel(true) ends a task that runs, whatever it does"),
    ENFORCES_TIMEOUTS("a task that runs longer than its timeout fails"),
    COPIES("a task and its result are copies: what it captures has the values of submit"),
    SURVIVES_A_CRASH("a task that ends its JVM fails alone"),
    HAS_SETTINGS("initializer, retries, grace period, queue and listener can be set"),
    REPLACES_WORKERS("workers that are old, worn or idle are replaced or end, if that is set; spares are kept"),
    WEIGHS_WORKERS("workers that have grown too large are replaced, if that is set"),
    KEEPS_OUTPUT("what a task prints is in its future");

    private final String sentence;

    Capability(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
