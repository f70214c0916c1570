package dev.procpool.conformance;

import dev.procpool.TaskPool;
import java.util.function.Function;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Tests of a class that is run {@link OnEveryBackend} and has one pool for all of them, which none of them ends. */
abstract class SharesAPool {

    @Parameter
    Backend backend;

    TaskPool pool;

    private final Function<Backend, TaskPool> opening;

    SharesAPool(Function<Backend, TaskPool> opening) {
        this.opening = opening;
    }

    @BeforeParameterizedClassInvocation
    final void openPool() {
        pool = opening.apply(backend);
    }

    @AfterParameterizedClassInvocation
    final void closePool() {
        pool.close();
    }
}
