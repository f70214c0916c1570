package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** While a task runs somebody looks what it prints; while none runs nobody does. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskWatcherTest {

    private final CurrentTask current = new CurrentTask(Thread.currentThread());
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicReference<RunningTask> ranOn = new AtomicReference<>();
    private volatile boolean printing;
    private volatile boolean parentIsGone;
    private final TaskWatcher watcher = new TaskWatcher(this::look, current, ranOn::set);

    private boolean look() throws IOException {
        looks.incrementAndGet();
        if (parentIsGone) {
            throw new IOException("the parent is gone");
        }
        return printing;
    }

    @BeforeEach
    void start() {
        watcher.startLater();
    }

    @AfterEach
    void end() {
        parentIsGone = true;
        if (current.id() == 0) {
            begin(99);
        }
    }

    private void begin(long task) {
        current.begin(new Parent().running(task));
        watcher.taskBegins();
    }

    private void awaitLooks(int more) {
        int before = looks.get();
        Await.until(() -> looks.get() >= before + more, "nobody looks");
    }

    private static void awaitSleep() {
        Await.until(() -> thread().getState() == Thread.State.WAITING, "it does not go to sleep");
    }

    private static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("procpool-watcher"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itLooksAgainAndAgainWhileATaskRuns() {
        begin(1);

        awaitLooks(8);
    }

    @Test
    void itSleepsSomeTimeAfterTheLastTaskAndWakesForTheNext() {
        awaitSleep();
        int before = looks.get();
        begin(1);
        awaitLooks(2);
        current.end();
        awaitSleep();
        begin(2);
        awaitLooks(8);

        assertTrue(looks.get() > before);
    }

    @Test
    void itStaysAwakeAsLongAsSomethingComes() {
        printing = true;
        awaitLooks(8);
        printing = false;

        awaitSleep();
    }

    @Test
    void whoInterruptsItDoesNotDriveItMad() {
        awaitSleep();
        int before = looks.get();
        thread().interrupt();
        Await.until(() -> looks.get() > before, "it sleeps on");

        awaitSleep();
    }

    @Test
    void itTellsWhichTaskRunsOn() {
        begin(1);
        RunningTask first = current.running();
        Await.until(() -> ranOn.get() == first, "a long task is not noticed");
        current.end();
        Await.until(() -> ranOn.get() == null, "a task that has ended runs on");
        begin(2);
        RunningTask second = current.running();

        Await.until(() -> ranOn.get() == second, "the second long task is not noticed");
    }

    @Test
    void whoWakesItIsHeardDuringALongTask() {
        begin(1);
        Await.until(() -> ranOn.get() != null, "a long task is not noticed");
        ranOn.set(null);
        watcher.wakeUp();

        Await.until(() -> ranOn.get() != null, "it sleeps on");
    }
}
