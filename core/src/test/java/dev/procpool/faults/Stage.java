package dev.procpool.faults;

/** Where in a task's way, or in a worker's life, a fault strikes. */
enum Stage {
    START_UP("start-up"),
    DECODE_TASK("decode task"),
    RUN("run"),
    ENCODE_RESULT("encode result"),
    /** In the parent; all others are in the worker. */
    DECODE_RESULT("decode result"),
    IDLE("idle");

    private final String words;

    Stage(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
