package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FstOpens;
import dev.procpool.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large for the way or for the other end fails alone, and says so. */
final class HugeBodyTest {

    @Test
    void aTaskThatFindsNoRoomInTheWorkerFailsAlone() throws Exception {
        byte[] big = new byte[64 << 20];
        try (var pool = ProcessPool.builder().workers(1).jvmArgs("-Xmx32m").build()) {
            long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
            var failure = assertThrows(
                    ExecutionException.class,
                    () -> pool.submit(() -> big.length).get());
            var cause = assertInstanceOf(TaskSerializationException.class, failure.getCause());
            assertTrue(cause.getMessage().contains("no room for the task in the worker's heap"), cause.getMessage());
            assertEquals(pid, pool.submit(() -> ProcessHandle.current().pid()).get());
        }
    }

    /** In a JVM with a heap of its own: it takes 8 GiB. */
    @Tag("slow")
    @Timeout(300)
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaskBeyondTwoGigabytesIsRefusedAtSubmit(boolean fst) throws Exception {
        List<String> jvmArgs = new ArrayList<>(List.of("-Xmx8g"));
        if (fst) {
            FstOpens.all().forEach(open -> jvmArgs.add("--add-opens=" + open + "=ALL-UNNAMED"));
        }
        try (var parent = ChildJvm.start(List.of(), jvmArgs, HugeBodyMain.class)) {
            String refusal = parent.awaitLine("refused ");
            assertTrue(refusal.startsWith(TaskSerializationException.class.getName()), refusal);
            assertTrue(refusal.contains("too large"), refusal);
            assertEquals("1", parent.awaitLine("then "));
            assertEquals(0, parent.awaitExit());
        }
    }
}
