package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.WorkerCrashedException;
import dev.procpool.conformance.Tasks.WorkerId;
import dev.procpool.conformance.Trap.What;
import dev.procpool.conformance.Trap.When;
import dev.procpool.task.RemoteCallable;
import dev.procpool.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whenever and however a worker dies, one task fails, says how, and the pool goes on. */
@OnEveryBackend(that = {SURVIVES_A_CRASH, COPIES})
final class DeathTest extends SharesAPool {

    private static final int BIG = 32 << 20;

    DeathTest() {
        super(backend -> backend.open(2));
    }

    private WorkerCrashedException crashOf(RemoteCallable<?> task) throws Exception {
        var failure =
                assertThrows(ExecutionException.class, () -> pool.submit(task).get());
        assertEquals(1, pool.submit(() -> 1).get(), "the pool goes on");
        return assertInstanceOf(WorkerCrashedException.class, failure.getCause());
    }

    @Test
    @Behaviour(31)
    void anExitIsReportedWithItsCode() throws Exception {
        var exit = crashOf(() -> Tasks.exit(7));
        assertEquals(7, exit.exitCode());
        assertTrue(exit.getMessage().contains("exit code 7 while running task"), exit.getMessage());
        assertEquals(0, crashOf(() -> Tasks.exit(0)).exitCode());
        assertEquals(3, crashOf(() -> Tasks.halt(3)).exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "SEGV"})
    @Behaviour(32)
    void aSignalIsReportedByName(String signal) throws Exception {
        var crash = crashOf(() -> Tasks.killMyself(signal));
        // The JVM's own handler reports SIGSEGV and then aborts.
        assertTrue(crash.getMessage().contains("SIG" + signal), crash.getMessage());
    }

    @Test
    @Behaviour({32, 40})
    void aCrashInNativeCodeLeavesWhatTheJvmSaidOfIt() throws Exception {
        var crash = crashOf(Tasks::crash);
        assertTrue(crash.stderrTail().contains("A fatal error has been detected"), crash.stderrTail());
        assertTrue(crash.stderrTail().contains("Problematic frame"), crash.stderrTail());
    }

    @Test
    @Behaviour(33)
    void eachFutureHasAnExceptionOfItsOwn() throws Exception {
        assertNotSame(crashOf(() -> Tasks.exit(1)), crashOf(() -> Tasks.exit(1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"EXIT", "HALT"})
    @Behaviour(26)
    void aTaskThatEndsItsWorkerWhileItIsDecodedIsBlamedForIt(What what) throws Exception {
        assertEquals(Trap.EXIT_CODE, crashOf(new Trap(When.DECODED, what)).exitCode());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXIT", "HALT"})
    @Behaviour(26)
    void aResultThatEndsItsWorkerWhileItIsEncodedIsBlamedForIt(What what) throws Exception {
        assertEquals(Trap.EXIT_CODE, crashOf(() -> new Trap(When.ENCODED, what)).exitCode());
    }

    /** The worker does not read, so that the parent stands in the middle of the task when the pipe breaks. */
    @Test
    @Behaviour(34)
    void aTaskThatIsBeingSentWhenItsWorkerIsKilledGoesToAnother() throws Exception {
        try (var own = backend.open(1)) {
            long pid = own.submit(() -> ProcessHandle.current().pid()).get();
            Tasks.kill("STOP", pid);
            byte[] big = new byte[BIG];
            TaskFuture<Integer> length = own.submit(() -> big.length);
            Await.until(DeathTest::somebodyWrites, "nobody writes to the pipe");
            Tasks.kill("KILL", pid);
            assertEquals(BIG, length.get());
        }
    }

    private static boolean somebodyWrites() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> stack.length > 0 && stack[0].getMethodName().equals("writeBytes"));
    }

    @Test
    @Behaviour(35)
    void aDeathAfterTheResultDoesNotTakeItBack(@TempDir Path directory) throws Exception {
        try (var own = backend.open(1)) {
            var die = Signal.in(directory, "leave to die");
            TaskFuture<String> future = own.submit(() -> {
                var dying = new Thread(() -> {
                    die.await();
                    Tasks.halt(1);
                });
                dying.setDaemon(true);
                dying.start();
                return "told";
            });
            assertEquals("told", future.get());
            die.raise();
            assertEquals("next", nextOf(own));
            assertEquals("told", future.get());
        }
    }

    /** The worker dies some time now; a task that is running then is rightly lost. */
    private static String nextOf(TaskPool pool) throws Exception {
        try {
            return pool.submit(() -> "next").get();
        } catch (ExecutionException e) {
            assertInstanceOf(WorkerCrashedException.class, e.getCause());
            return pool.submit(() -> "next").get();
        }
    }

    @Test
    void anIdleWorkerThatIsKilledIsReplaced() throws Exception {
        try (var own = backend.open(1)) {
            for (int i = 0; i < 3; i++) {
                long pid = own.submit(() -> ProcessHandle.current().pid()).get();
                Tasks.kill("KILL", pid);
                assertEquals("next", nextOf(own));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    @Behaviour(36)
    void workersThatKillEachOtherNeverHangThePool(int workers, @TempDir Path directory) throws Exception {
        try (var own = backend.open(workers)) {
            List<Long> pids = Meeting.of(workers, own, directory).stream()
                    .map(WorkerId::pid)
                    .toList();
            List<Future<Integer>> killers = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                killers.add(own.submit(() -> killAll(pids)));
            }
            for (Future<Integer> killer : killers) {
                var failure = assertThrows(ExecutionException.class, killer::get);
                assertInstanceOf(WorkerCrashedException.class, failure.getCause());
            }
            assertEquals(1, own.submit(() -> 1).get());
        }
    }

    private static int killAll(List<Long> pids) throws Exception {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        for (long pid : pids) {
            var sibling = ProcessHandle.of(pid)
                    .filter(process -> process.parent().stream().anyMatch(itsParent -> itsParent.pid() == parent));
            if (sibling.isPresent()) {
                Tasks.kill("KILL", pid);
            }
        }
        return Tasks.killMyself("KILL");
    }

    @Test
    @Behaviour(37)
    void aCrashMayBeCausedAndAwaitedInAnAction() throws Exception {
        int then = pool.submit(() -> 1)
                .thenApply(one -> {
                    TaskFuture<Integer> crashing = pool.submit(() -> Tasks.exit(1));
                    assertThrows(ExecutionException.class, crashing::get);
                    return pool.submit(() -> one + 1).join();
                })
                .get();
        assertEquals(2, then);
    }
}
