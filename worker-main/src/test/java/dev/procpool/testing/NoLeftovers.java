package dev.procpool.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test that leaves a thread, a child process or a file of ours behind; a class whose tests share one pool
 * (lifecycle PER_CLASS) as a whole. Registered for all tests.
 */
public final class NoLeftovers implements BeforeEachCallback, AfterEachCallback, BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NoLeftovers.class);

    /** Threads of the JDK and of JUnit that come and go as they like. */
    private static final List<String> NOT_OURS = List.of(
            "process reaper",
            "CompletableFutureDelayScheduler",
            "junit-",
            "ForkJoinPool.commonPool",
            "Attach Listener",
            "Common-Cleaner",
            "surefire",
            "Cleaner-",
            // One for the JVM, for good: it waits for pools that are forgotten.
            "procpool-cleaner",
            "VirtualThread-unparker",
            "Timer-JUnit");

    @Override
    public void beforeAll(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getTestInstanceLifecycle().orElseThrow() == TestInstance.Lifecycle.PER_METHOD) {
            check(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static void remember(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getUniqueId(), present());
    }

    private static void check(ExtensionContext context) {
        @SuppressWarnings("unchecked")
        Set<String> before = (Set<String>) context.getStore(NAMESPACE).remove(context.getUniqueId());
        Await.until(() -> leftSince(before).isEmpty(), Patience.soon().multipliedBy(2), () -> {
            Set<String> left = leftSince(before);
            return "the test left behind: " + left + "\n" + stacksOf(left);
        });
    }

    private static Set<String> leftSince(Set<String> before) {
        Set<String> now = present();
        now.removeAll(before);
        return now;
    }

    private static Set<String> present() {
        Set<String> present = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> NOT_OURS.stream().noneMatch(thread.getName()::startsWith))
                .forEach(thread -> present.add("thread " + thread.getName()));
        ProcessHandle.current()
                .children()
                .forEach(child -> present.add("process " + child.pid() + " "
                        + child.info().commandLine().orElse("?")));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith("procpool-" + ProcessHandle.current().pid() + "-"))
                    .forEach(file -> present.add("file " + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return present;
    }

    private static String stacksOf(Set<String> left) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> left.contains("thread " + entry.getKey().getName()))
                .map(entry -> entry.getKey()
                        + Arrays.stream(entry.getValue())
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }
}
