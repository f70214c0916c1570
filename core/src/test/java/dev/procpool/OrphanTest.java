package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.ChildJvm;
import dev.procpool.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the parent ends, no worker is left. */
final class OrphanTest {

    @ParameterizedTest
    @ValueSource(strings = {"a hot loop", "non-daemon threads", "a shutdown hook that hangs", "a grandchild"})
    void aParentThatIsKilledLeavesNoWorkerWhateverItDoes(String what) throws Exception {
        try (var parent = ChildJvm.start(ParentMain.class, what)) {
            long worker = Long.parseLong(parent.awaitLine("worker "));
            Set<Long> grandchildren = descendantsOf(worker);
            ChildJvm.signal("KILL", parent.pid());
            awaitEndOf(worker);
            grandchildren.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Test
    void aParentThatIsKilledWhileItsWorkersStartLeavesNone() throws Exception {
        try (var parent = ChildJvm.start(ParentMain.class, "at-once")) {
            parent.awaitLine("worker ");
            Set<Long> workers = descendantsOf(parent.pid());
            ChildJvm.signal("KILL", parent.pid());
            // A JVM that is still starting sees the end of its input when it is up.
            workers.forEach(worker -> Await.until(() -> !isAlive(worker), "process " + worker + " still lives"));
        }
    }

    @Test
    void ctrlCReachesTheWholeGroupAndLeavesNoWorker() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid (util-linux) to make a process group");
        try (var parent = ChildJvm.start(ChildJvm.IN_A_GROUP_THAT_HEARS_CTRL_C, List.of(), ParentMain.class, "loop")) {
            long worker = Long.parseLong(parent.awaitLine("worker "));
            long group = ProcessHandle.of(worker)
                    .orElseThrow()
                    .parent()
                    .orElseThrow()
                    .pid();
            ChildJvm.signal("INT", -group);
            assertEquals(130, parent.awaitExit());
            awaitEndOf(worker);
        }
    }

    @Test
    void aWorkerIgnoresCtrlCByItself() throws Exception {
        try (var pool = ProcessPool.create(1)) {
            long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
            ChildJvm.signal("INT", worker);
            assertEquals(
                    worker, pool.submit(() -> ProcessHandle.current().pid()).get());
        }
    }

    @Test
    void aParentThatEndsInOrderLeavesNoWorkerAndNoFile() throws Exception {
        try (var parent = ChildJvm.start(ParentMain.class, "return")) {
            long worker = Long.parseLong(parent.awaitLine("worker "));
            assertEquals(0, parent.awaitExit());
            awaitEndOf(worker);
            try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                assertEquals(
                        List.of(),
                        files.filter(file -> file.getFileName().toString().startsWith("procpool-" + parent.pid() + "-"))
                                .toList());
            }
        }
    }

    private static Set<Long> descendantsOf(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static void awaitEndOf(long pid) {
        Await.until(() -> !isAlive(pid), Patience.soon(), () -> "process " + pid + " still lives");
    }

    /** A process that has ended may stand in the table a while longer, until somebody asks for its exit code. */
    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
