package dev.procpool;

/** Futures for tests in other packages: only the pools of this package make them otherwise. */
public final class TestFutures {

    private TestFutures() {}

    public static TaskFuture<Object> withId(long id) {
        return new TaskFuture<>(id);
    }
}
