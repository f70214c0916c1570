package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Actions keep their order, whoever hands them in and whatever they do. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class SerialExecutorTest {

    private static final int ACTIONS = 500;

    private final Completions completions = new Completions("test");
    private final SerialExecutor executor = new SerialExecutor(completions);
    private final List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch done = new CountDownLatch(ACTIONS);

    @AfterEach
    void endThreads() {
        completions.shutdown();
    }

    private void note(int number) {
        ran.add(number);
        done.countDown();
    }

    @Test
    void actionsOfManyThreadsRunInTheOrderInWhichTheyWereHandedIn() throws InterruptedException {
        for (int i = 0; i < ACTIONS; i++) {
            int number = i;
            var caller = new Thread(() -> executor.execute(() -> note(number)));
            caller.start();
            caller.join();
        }

        Await.open(done, "the actions have not run");
        assertEquals(IntStream.range(0, ACTIONS).boxed().toList(), ran);
    }

    @Test
    void oneThatThrowsDoesNotStopTheNext() {
        for (int i = 0; i < ACTIONS; i++) {
            int number = i;
            executor.execute(() -> {
                note(number);
                throw new IllegalStateException("thrown on purpose");
            });
        }

        Await.open(done, "the actions have not run");
        assertEquals(IntStream.range(0, ACTIONS).boxed().toList(), ran);
    }

    @Test
    void oneThatWaitsHoldsUpNobodyElse() {
        var other = new CountDownLatch(1);
        executor.execute(() -> Await.open(other, "an action that waits holds up the completion threads"));
        completions.execute(other::countDown);
        for (int i = 0; i < ACTIONS; i++) {
            int number = i;
            executor.execute(() -> note(number));
        }

        Await.open(done, "the actions have not run");
        assertEquals(IntStream.range(0, ACTIONS).boxed().toList(), ran);
    }
}
