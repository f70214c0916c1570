package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.TaskSerializationException;
import dev.procpool.conformance.Trap.What;
import dev.procpool.conformance.Trap.When;
import dev.procpool.task.RemoteCallable;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot travel fails alone, soon, and the same worker goes on. */
@OnEveryBackend(that = COPIES)
final class SerializationTest extends SharesAPool {

    private static final int EACH = 100;

    SerializationTest() {
        super(backend -> backend.open(1));
    }

    private long workerPid() throws Exception {
        return pool.submit(() -> ProcessHandle.current().pid()).get();
    }

    private TaskSerializationException causeOf(RemoteCallable<?> task) throws Exception {
        long pid = workerPid();
        var failure =
                assertThrows(ExecutionException.class, () -> pool.submit(task).get());
        assertEquals(pid, workerPid(), "the worker goes on");
        return assertInstanceOf(TaskSerializationException.class, failure.getCause());
    }

    @Test
    @Behaviour(23)
    void aTaskThatCannotTravelIsRefusedAtSubmitByClassAndField() throws Exception {
        var thread = new Thread();
        var refusal = assertThrows(TaskSerializationException.class, () -> pool.submit(() -> thread.getName()));
        assertTrue(refusal.getMessage().contains("java.lang.Thread is not Serializable"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("captured argument 1"), refusal.getMessage());
        assertEquals(1, pool.submit(() -> 1).get());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    @Behaviour(23)
    void aTaskThatThrowsWhileItIsEncodedIsRefusedAtSubmit(What what) throws Exception {
        // Encoded in this thread: an error is the caller's own.
        Throwable refusal = assertThrows(Throwable.class, () -> pool.submit(new Trap(When.ENCODED, what)));
        assertTrue(refusal.toString().contains(Trap.MESSAGE), refusal::toString);
        assertEquals(1, pool.submit(() -> 1).get());
    }

    @Test
    @Behaviour(24)
    void aHundredThatCannotTravelDoNotHarmTheHundredBetweenThem() throws Exception {
        List<TaskFuture<Object>> bad = new ArrayList<>();
        List<TaskFuture<Integer>> good = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            int n = i;
            Callable<Object> cannotTravel = () -> n;
            assertThrows(TaskSerializationException.class, () -> pool.submit(cannotTravel));
            bad.add(pool.submit(Object::new));
            good.add(pool.submit(() -> n));
        }
        for (int i = 0; i < EACH; i++) {
            assertEquals(i, good.get(i).get());
            assertInstanceOf(
                    TaskSerializationException.class,
                    assertThrows(ExecutionException.class, bad.get(i)::get).getCause());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    @Behaviour(25)
    void aTaskThatCannotBeDecodedFailsWithTheWorkersOwnWords(What what) throws Exception {
        var cause = causeOf(new Trap(When.DECODED, what));
        assertTrue(cause.getMessage().contains(Trap.MESSAGE), cause.getMessage());
        assertTrue(cause.getMessage().contains("decoded in a worker"), cause.getMessage());
    }

    @Test
    @Behaviour(27)
    void aResultThatCannotTravelFailsItsFutureByClass() throws Exception {
        var cause = causeOf(() -> List.of(new Object()));
        assertTrue(cause.getMessage().contains("java.lang.Object is not Serializable"), cause.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    @Behaviour(27)
    void aResultThatThrowsWhileItIsEncodedFailsItsFuture(What what) throws Exception {
        var cause = causeOf(() -> new Trap(When.ENCODED, what));
        assertTrue(cause.getMessage().contains(Trap.MESSAGE), cause.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    @Behaviour(28)
    void aResultThatCannotBeDecodedHereFailsItsFutureWithTheCause(What what) throws Exception {
        var cause = causeOf(() -> new Trap(When.DECODED, what));
        assertTrue(cause.getMessage().contains("decoded here"), cause.getMessage());
        assertNotNull(cause.getCause());
    }

    /** Encoded slowly in the worker and decoded slowly here, both while the pool shuts down. */
    @Test
    @Behaviour(30)
    void whatTravelsSlowlyArrivesEvenAfterShutdown(@TempDir Path directory) throws Exception {
        var encode = Signal.in(directory, "leave to encode");
        var decode = Signal.in(directory, "leave to decode");
        TaskPool own = backend.open(1);
        TaskFuture<Slow> slow = own.submit(() -> new Slow(encode, decode));
        TaskFuture<Integer> next = own.submit(() -> 1);
        own.shutdown();
        encode.raise();
        assertFalse(own.awaitTermination(1, TimeUnit.MILLISECONDS));
        assertFalse(slow.isDone());
        decode.raise();
        assertEquals(decode, slow.get().decode);
        assertEquals(1, next.get());
        own.close();
    }

    private static final class Slow implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Signal encode;
        private final Signal decode;

        Slow(Signal encode, Signal decode) {
            this.encode = encode;
            this.decode = decode;
        }

        private Object writeReplace() {
            encode.await();
            return this;
        }

        private Object readResolve() {
            decode.await();
            return this;
        }
    }
}
