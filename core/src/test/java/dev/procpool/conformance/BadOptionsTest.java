package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procpool.MapOptions;
import dev.procpool.ProcessPool;
import dev.procpool.TaskOptions;
import dev.procpool.ThreadPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes no sense is refused when it is said, by name and value. */
final class BadOptionsTest {

    private static final Duration NEGATIVE = Duration.ofMillis(-1);
    private static final Duration TOO_LONG = Duration.ofDays(1).plusMillis(1);

    private static Arguments processes(String message, Consumer<ProcessPool.Builder> call) {
        return bad("ProcessPool: " + message, message, () -> call.accept(ProcessPool.builder()));
    }

    private static Arguments threads(String message, Consumer<ThreadPool.Builder> call) {
        return bad("ThreadPool: " + message, message, () -> call.accept(ThreadPool.builder()));
    }

    private static Arguments options(String message, Runnable call) {
        return bad("options: " + message, message, call);
    }

    private static Arguments bad(String name, String message, Runnable call) {
        return Arguments.of(Named.of(name, message), Named.of("call", call));
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                processes("workers must be in 1..4096: workers=0", to -> to.workers(0)),
                processes("workers must be in 1..4096: workers=-1", to -> to.workers(-1)),
                processes("workers must be in 1..4096: workers=4097", to -> to.workers(4097)),
                processes("spareWorkers must be in 0..4096: spareWorkers=-1", to -> to.spareWorkers(-1)),
                processes("spareWorkers must be in 0..4096: spareWorkers=4097", to -> to.spareWorkers(4097)),
                processes("retries must be in 0..254: retries=-1", to -> to.retries(-1)),
                processes("retries must be in 0..254: retries=255", to -> to.retries(255)),
                processes(
                        "maxTasksPerWorker must be in 1..2147483647: maxTasksPerWorker=0",
                        to -> to.maxTasksPerWorker(0)),
                processes(
                        "maxTasksPerWorker must be in 1..2147483647: maxTasksPerWorker=-1",
                        to -> to.maxTasksPerWorker(-1)),
                processes("queueCapacity must be in 1..2147483647: queueCapacity=0", to -> to.queueCapacity(0)),
                processes("queueCapacity must be in 1..2147483647: queueCapacity=-1", to -> to.queueCapacity(-1)),
                processes("queueCapacityBytes must be positive: queueCapacityBytes=0", to -> to.queueCapacityBytes(0)),
                processes(
                        "queueCapacityBytes must be positive: queueCapacityBytes=-1", to -> to.queueCapacityBytes(-1)),
                processes("maxWorkerMemory must be positive: maxWorkerMemory=0", to -> to.maxWorkerMemory(0)),
                processes("maxWorkerMemory must be positive: maxWorkerMemory=-1", to -> to.maxWorkerMemory(-1)),
                threads("workers must be in 1..4096: workers=0", to -> to.workers(0)),
                threads("workers must be in 1..4096: workers=4097", to -> to.workers(4097)),
                threads("retries must be in 0..254: retries=255", to -> to.retries(255)),
                threads(
                        "maxTasksPerWorker must be in 1..2147483647: maxTasksPerWorker=0",
                        to -> to.maxTasksPerWorker(0)),
                threads("spareWorkers must be in 0..4096: spareWorkers=-1", to -> to.spareWorkers(-1)),
                threads("queueCapacity must be in 1..2147483647: queueCapacity=0", to -> to.queueCapacity(0)),
                options("retries must be in 0..254: retries=-1", () -> TaskOptions.retries(-1)),
                options("retries must be in 0..254: retries=255", () -> TaskOptions.retries(255)),
                options("chunkSize must be positive: chunkSize=0", () -> MapOptions.chunkSize(0)),
                options("chunkSize must be positive: chunkSize=-1", () -> MapOptions.chunkSize(-1)),
                options("window must be positive: window=0", () -> MapOptions.window(0)),
                options("window must be positive: window=-1", () -> MapOptions.window(-1)));
    }

    private static Stream<Arguments> durations() {
        return Stream.of(
                processes("taskTimeout must be positive: taskTimeout=PT0S", to -> to.taskTimeout(Duration.ZERO)),
                processes("taskTimeout must be positive: taskTimeout=PT-0.001S", to -> to.taskTimeout(NEGATIVE)),
                processes("cancelGrace must be positive: cancelGrace=PT0S", to -> to.cancelGrace(Duration.ZERO)),
                processes("cancelGrace must be positive: cancelGrace=PT-0.001S", to -> to.cancelGrace(NEGATIVE)),
                processes("cancelGrace must be at most PT24H: cancelGrace=PT24H0.001S", to -> to.cancelGrace(TOO_LONG)),
                processes("maxWorkerAge must be positive: maxWorkerAge=PT0S", to -> to.maxWorkerAge(Duration.ZERO)),
                processes("maxWorkerAge must be positive: maxWorkerAge=PT-0.001S", to -> to.maxWorkerAge(NEGATIVE)),
                processes("idleTimeout must be positive: idleTimeout=PT0S", to -> to.idleTimeout(Duration.ZERO)),
                processes("idleTimeout must be positive: idleTimeout=PT-0.001S", to -> to.idleTimeout(NEGATIVE)),
                threads("maxWorkerAge must be positive: maxWorkerAge=PT0S", to -> to.maxWorkerAge(Duration.ZERO)),
                threads("idleTimeout must be positive: idleTimeout=PT0S", to -> to.idleTimeout(Duration.ZERO)),
                threads("taskTimeout must be positive: taskTimeout=PT0S", to -> to.taskTimeout(Duration.ZERO)),
                threads("cancelGrace must be at most PT24H: cancelGrace=PT24H0.001S", to -> to.cancelGrace(TOO_LONG)),
                options("timeout must be positive: timeout=PT0S", () -> TaskOptions.timeout(Duration.ZERO)),
                options("timeout must be positive: timeout=PT-0.001S", () -> TaskOptions.timeout(NEGATIVE)),
                options("timeout must be positive: timeout=PT0S", () -> MapOptions.timeout(Duration.ZERO)),
                options("timeout must be positive: timeout=PT-0.001S", () -> MapOptions.timeout(NEGATIVE)));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                processes("name must not be blank: name=''", to -> to.name("")),
                processes("name must not be blank: name=' '", to -> to.name(" ")),
                threads("name must not be blank: name=''", to -> to.name("")),
                processes(
                        "workingDirectory must be a directory that exists: workingDirectory=/not/there",
                        to -> to.workingDirectory(Path.of("/not/there"))),
                processes(
                        "a variable's name must not be empty or contain '=', and neither name nor value may contain"
                                + " NUL: variable='A=B'",
                        to -> to.env("A=B", "")));
    }

    private static Stream<Arguments> nulls() {
        return Stream.of(
                processes("name", to -> to.name(null)),
                processes("initializer", to -> to.initializer(null)),
                processes("taskTimeout", to -> to.taskTimeout(null)),
                processes("cancelGrace", to -> to.cancelGrace(null)),
                processes("maxWorkerAge", to -> to.maxWorkerAge(null)),
                processes("idleTimeout", to -> to.idleTimeout(null)),
                processes("whenQueueFull", to -> to.whenQueueFull(null)),
                processes("output", to -> to.output(null)),
                processes("listener", to -> to.listener(null)),
                processes("codec", to -> to.codec(null)),
                processes("workingDirectory", to -> to.workingDirectory(null)),
                processes("variable", to -> to.env(null, "x")),
                processes("value", to -> to.env("X", null)),
                processes("jvmArgs", to -> to.jvmArgs((String) null)),
                processes("classPath", to -> to.classPath((Path) null)),
                threads("name", to -> to.name(null)),
                threads("initializer", to -> to.initializer(null)),
                threads("listener", to -> to.listener(null)),
                options("timeout", () -> TaskOptions.timeout(null)),
                options("timeout", () -> MapOptions.timeout(null)),
                options("task", () -> MapOptions.task(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"numbers", "durations", "others"})
    void isRefusedByNameAndValue(String message, Runnable call) {
        var refused = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(message, refused.getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void nullIsRefusedByName(String name, Runnable call) {
        var refused = assertThrows(NullPointerException.class, call::run);
        assertEquals(name, refused.getMessage());
    }

    private static Stream<Arguments> limits() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        return Stream.of(
                processes("workers", to -> to.workers(4096).spareWorkers(4096)),
                processes(
                        "counts", to -> to.maxTasksPerWorker(Integer.MAX_VALUE).queueCapacity(Integer.MAX_VALUE)),
                processes("bytes", to -> to.queueCapacityBytes(Long.MAX_VALUE).maxWorkerMemory(Long.MAX_VALUE)),
                processes(
                        "durations",
                        to -> to.maxWorkerAge(forever).idleTimeout(forever).taskTimeout(forever)),
                threads("grace", to -> to.cancelGrace(Duration.ofDays(1))),
                options("retries", () -> List.of(TaskOptions.retries(0), TaskOptions.retries(254))),
                options("timeouts", () -> List.of(TaskOptions.timeout(forever), MapOptions.timeout(forever))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void whatIsJustWithinTheLimitsIsTaken(String what, Runnable call) {
        call.run();
    }
}
