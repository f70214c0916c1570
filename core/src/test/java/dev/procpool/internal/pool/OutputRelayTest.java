package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.OutputLine;
import dev.procpool.WorkerOutput;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import dev.procpool.wire.OutputChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What workers print reaches the listener line by line, in order, whatever the listener does. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class OutputRelayTest {

    private final Completions completions = new Completions("test");
    private final List<OutputLine> lines = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void endThreads() {
        completions.shutdown();
    }

    private OutputRelay relayTo(WorkerOutput output) {
        return new OutputRelay("render", output, completions);
    }

    private static void print(OutputRelay relay, int worker, long task, String text) {
        relay.printed(worker, task, OutputChannel.STDOUT, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> texts() {
        synchronized (lines) {
            return lines.stream().map(OutputLine::text).toList();
        }
    }

    @Test
    void eachLineArrivesWithItsTags() {
        OutputRelay relay = relayTo(lines::add);

        relay.printed(3, 42, OutputChannel.STDOUT, "one\ntwo ü\r\n\n".getBytes(StandardCharsets.UTF_8));
        relay.printed(4, 0, OutputChannel.STDERR, "not ended".getBytes(StandardCharsets.UTF_8));

        Await.until(() -> lines.size() == 4, "the lines have not arrived");
        assertEquals(
                List.of(
                        new OutputLine("render", 3, 42, false, "one"),
                        new OutputLine("render", 3, 42, false, "two ü"),
                        new OutputLine("render", 3, 42, false, ""),
                        new OutputLine("render", 4, 0, true, "not ended")),
                lines);
    }

    @Test
    void eachWorkersLinesKeepTheirOrderAndOneComesAtATime() throws InterruptedException {
        int count = 2_000;
        var inside = new AtomicInteger();
        OutputRelay relay = relayTo(line -> {
            if (inside.getAndIncrement() != 0) {
                throw new AssertionError("two lines at a time");
            }
            lines.add(line);
            inside.decrementAndGet();
        });
        List<Thread> readers = IntStream.of(1, 2, 3)
                .mapToObj(worker -> new Thread(() -> {
                    for (int i = 0; i < count; i++) {
                        print(relay, worker, 0, Integer.toString(i));
                    }
                }))
                .toList();
        readers.forEach(Thread::start);
        for (Thread reader : readers) {
            reader.join();
        }

        Await.until(() -> lines.size() == 3 * count, "lines are missing");
        for (int worker = 1; worker <= 3; worker++) {
            int number = worker;
            assertEquals(
                    IntStream.range(0, count).mapToObj(Integer::toString).toList(),
                    lines.stream()
                            .filter(line -> line.worker() == number)
                            .map(OutputLine::text)
                            .toList());
        }
    }

    @Test
    void aListenerThatThrowsMissesNoLine() {
        OutputRelay relay = relayTo(line -> {
            lines.add(line);
            throw new IllegalStateException("expected in this test");
        });

        print(relay, 1, 0, "one\ntwo\n");
        print(relay, 1, 0, "three\n");

        Await.until(() -> lines.size() == 3, "lines are missing: " + texts());
        assertEquals(List.of("one", "two", "three"), texts());
    }

    @Test
    void aListenerThatFailsWithAnErrorMissesNoLine() {
        OutputRelay relay = relayTo(line -> {
            lines.add(line);
            throw new AssertionError("expected in this test");
        });

        print(relay, 1, 0, "one\ntwo\n");
        print(relay, 1, 0, "three\n");

        Await.until(() -> lines.size() == 3, "lines are missing: " + texts());
        assertEquals(List.of("one", "two", "three"), texts());
    }

    @Test
    void aListenerThatBlocksHoldsUpOutputButNotCompletions() {
        var unblock = new CountDownLatch(1);
        var completed = new CountDownLatch(1);
        OutputRelay relay = relayTo(line -> {
            Await.open(unblock, "nobody unblocks it");
            lines.add(line);
        });

        print(relay, 1, 0, "one\n");
        completions.execute(completed::countDown);

        Await.open(completed, "the listener holds up the completion of futures");
        unblock.countDown();
        Await.until(() -> lines.size() == 1, "the line has not arrived");
    }
}
