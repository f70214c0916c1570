package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.JournalReader;
import dev.procpool.bulk.JournalWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a worker dies, its parent hears every whole frame that it has said, each once. */
class JournalTest {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    @TempDir
    private Path directory;

    private JournalWriter ofWorker;
    private JournalReader ofParent;

    @BeforeEach
    void open() throws IOException {
        Path file = directory.resolve("journal");
        ofParent = JournalReader.open(file);
        ofWorker = JournalWriter.open(file);
    }

    @AfterEach
    void close() throws IOException {
        ofParent.close();
    }

    /** A pipe to which a worker writes that is killed when it has written so much. */
    private static final class Pipe extends OutputStream {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private long left = NO_LIMIT;

        void killAfter(long bytes) {
            left = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int count = (int) Math.min(length, left);
            received.write(bytes, offset, count);
            left -= count;
            if (count < length) {
                throw new IOException("killed");
            }
        }
    }

    private ToParentWriter greeting(Pipe pipe) throws IOException {
        var writer = new ToParentWriter(pipe);
        writer.hello(new Hello(Hello.PROTOCOL_VERSION, 1, false, true), ofWorker);
        return writer;
    }

    private List<Long> heardFrom(Pipe pipe, byte[] noise) throws IOException {
        var all = new ByteArrayOutputStream();
        all.write(noise);
        all.write(pipe.received.toByteArray());
        var frames = new FrameReader(new ByteArrayInputStream(all.toByteArray()), Integer.MAX_VALUE);
        var reader = new ToParentReader(frames);
        List<Long> tasks = new ArrayList<>();
        reader.awaitMagic();
        var handler = new Recorder() {
            @Override
            public void hello(Hello hello) {
                frames.journal(ofParent);
            }

            @Override
            public void started(long taskId) {
                tasks.add(taskId);
            }

            @Override
            public void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained, int log2) {
                tasks.add(taskId);
            }
        };
        boolean open = true;
        while (open) {
            open = reader.read(handler);
        }
        return tasks;
    }

    private static List<Long> numbers(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void whatWasNeverSentIsHeard() throws IOException {
        var pipe = new Pipe();
        ToParentWriter writer = greeting(pipe);
        writer.started(1);
        writer.result(2, (byte) 1, new byte[10], false);
        writer.started(3);

        assertEquals(numbers(3), heardFrom(pipe, new byte[0]));
        assertEquals(numbers(3), heardFrom(pipe, "a wrapper's noise".getBytes()));
    }

    @Test
    void whatWasSentIsHeardOnce() throws IOException {
        var pipe = new Pipe();
        ToParentWriter writer = greeting(pipe);
        writer.started(1);
        writer.flush();

        assertEquals(numbers(1), heardFrom(pipe, new byte[0]));
    }

    @Test
    void nothingIsLostManyTimesRoundTheRing() throws IOException {
        var pipe = new Pipe();
        ToParentWriter writer = greeting(pipe);
        var random = new Random(5);
        int count = 2_000;
        for (int i = 1; i <= count; i++) {
            // Some of them go past the buffer.
            writer.result(i, (byte) 1, new byte[random.nextInt(random.nextInt(50) == 0 ? 200_000 : 1_000)], false);
            if (random.nextInt(200) == 0) {
                writer.flush();
            }
        }

        assertEquals(numbers(count), heardFrom(pipe, new byte[0]));
    }

    @Test
    void aWorkerThatIsKilledWhileItSendsLosesNothing() throws IOException {
        var random = new Random(9);
        for (int round = 0; round < 300; round++) {
            close();
            open();
            var pipe = new Pipe();
            ToParentWriter writer = greeting(pipe);
            long said = 0;
            long more = random.nextInt(100);
            for (int i = 0; i < 20; i++) {
                said++;
                writer.result(said, (byte) 1, new byte[random.nextInt(3_000)], false);
            }
            writer.flush();
            for (int i = 0; i < more; i++) {
                said++;
                writer.started(said);
            }
            pipe.killAfter(random.nextInt(1 + (int) more * FrameLayout.HEADER_BYTES));
            if (more > 0) {
                assertThrows(IOException.class, writer::flush);
            }

            assertEquals(numbers(said), heardFrom(pipe, new byte[0]), "round " + round);
        }
    }

    @Test
    void aFrameThatIsTornIsTheEndOfTheStream() throws IOException {
        var pipe = new Pipe();
        ToParentWriter writer = greeting(pipe);
        writer.started(1);
        pipe.killAfter(100_000);
        assertThrows(IOException.class, () -> writer.result(2, (byte) 1, new byte[200_000], false));

        assertThrows(IOException.class, () -> heardFrom(pipe, new byte[0]));
    }

    @Test
    void withoutAJournalItIsNotClaimed() throws IOException {
        var writer = new ToParentWriter(new Pipe());
        assertFalse(writer.isJournaled());
        writer.hello(new Hello(Hello.PROTOCOL_VERSION, 1, false, true), ofWorker);
        assertTrue(writer.isJournaled());
    }

    @Test
    void theParentSeesHowMuchTheWorkerHasRead() throws IOException {
        byte[] bytes = Bytes.toWorker(to -> {
            to.task(1, 1, (byte) 1, new byte[100]);
            to.stop();
        });
        var frames = new FrameReader(new ByteArrayInputStream(bytes), Integer.MAX_VALUE);
        assertEquals(0, ofParent.heard());
        frames.meter(ofWorker::heard);
        frames.next();

        assertEquals(bytes.length, ofParent.heard());
        assertTrue(frames.hasFrame(), "the second frame has come with the first");
        frames.next();
        assertFalse(frames.hasFrame());
    }

    /** As a pipe from which a part of a frame has come. */
    @Test
    void whatHasComeInPartIsTakenAndNotWaitedFor() throws IOException {
        byte[] bytes = Bytes.toWorker(to -> {
            to.task(1, 1, (byte) 1, new byte[100]);
            to.task(2, 1, (byte) 1, new byte[50_000]);
            to.task(3, 1, (byte) 1, new byte[50_000]);
        });
        var come = new int[1];
        var pipe = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int available() {
                return Math.min(come[0], super.available());
            }

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                assertTrue(length <= come[0], "it would wait");
                int count = super.read(target, offset, length);
                come[0] -= count;
                return count;
            }
        };
        var frames = new FrameReader(pipe, Integer.MAX_VALUE);
        assertFalse(frames.takeWhatHasCome());
        int taken = 0;
        for (int i = 0; i < bytes.length; i += 1_000) {
            come[0] += 1_000;
            while (frames.takeWhatHasCome()) {
                frames.next();
                taken++;
                assertEquals(taken, frames.taskId());
            }
        }
        assertEquals(3, taken);
    }
}
