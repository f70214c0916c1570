package dev.procpool.internal.pool;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What limits a worker's life goes with it. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class LifeTimersTest {

    private static final long FAR_NANOS = TimeUnit.DAYS.toNanos(1);

    private final PoolTimer timer = new PoolTimer("test");
    private final LifeTimers lives = new LifeTimers(timer);

    @AfterEach
    void shutdown() {
        timer.shutdown();
    }

    private WeakReference<Object> arm(int worker, LifeTimers.Kind kind) {
        var action = new Runnable() {
            @Override
            public void run() {
                throw new AssertionError(this + " is due");
            }
        };
        lives.arm(worker, kind, FAR_NANOS, action);
        return new WeakReference<>(action);
    }

    @Test
    void nothingIsKeptOfTheTimersOfADeadWorker() {
        List<WeakReference<Object>> actions = new ArrayList<>();
        for (LifeTimers.Kind kind : LifeTimers.Kind.values()) {
            actions.add(arm(1, kind));
        }
        lives.end(1);

        Await.until(
                () -> {
                    System.gc();
                    return actions.stream().allMatch(action -> action.get() == null);
                },
                "a timer has outlived its worker");
    }

    @Test
    void thoseOfOthersGoOn() {
        var due = new CountDownLatch(1);
        arm(1, LifeTimers.Kind.AGE);
        lives.arm(2, LifeTimers.Kind.AGE, 1, due::countDown);
        lives.end(1);

        Await.open(due, "it does not expire");
    }
}
