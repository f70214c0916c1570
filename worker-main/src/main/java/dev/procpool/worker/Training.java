package dev.procpool.worker;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FstCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.task.RemoteCallable;
import dev.procpool.wire.ToWorkerWriter;
import dev.procpool.wire.WindowFiles;
import dev.procpool.wire.WorkerSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A parent that is only made up: its tasks have a worker load the classes that workers use, so that its JVM can write them to
 * an archive when it ends.
 */
final class Training {

    private static final int MAX_BODY_BYTES = 1 << 20;

    private Training() {}

    /**
     * The streams of a worker that is given some tasks and told to stop, and whose answers nobody reads.
     *
     * @param directory for files of a moment
     */
    static StdStreams streams(Path directory) throws IOException {
        boolean fst = FstCodec.missingOpens().isEmpty();
        FallbackCodec codec = fst ? FallbackCodec.preferFst() : FallbackCodec.jdkOnly();
        var said = new ByteArrayOutputStream();
        var toWorker = new ToWorkerWriter(said);
        Path tasks = Files.createTempFile(directory, "procpool-", ".tmp");
        Path results = Files.createTempFile(directory, "procpool-", ".tmp");
        Path journal = Files.createTempFile(directory, "procpool-", ".tmp");
        toWorker.configure(new WorkerSettings(
                "training",
                1,
                fst ? FstCodec.WIRE_ID : JdkCodec.WIRE_ID,
                MAX_BODY_BYTES,
                directory.resolve("no-such-file").toString(),
                directory.resolve("no-such-file").toString(),
                new WindowFiles(tasks.toString(), results.toString(), MAX_BODY_BYTES),
                journal.toString(),
                0,
                Map.of()));
        long id = 0;
        for (RemoteCallable<?> task : tasks()) {
            var body = codec.encode(task);
            toWorker.task(++id, 0, true, body.codec(), body.bytes(), Bulk.NONE);
        }
        toWorker.stop();
        toWorker.flush();
        return new StdStreams(
                new ThenSilence(new ByteArrayInputStream(said.toByteArray())), OutputStream.nullOutputStream());
    }

    /** Values of all codecs, something captured, something printed, something thrown. */
    private static List<RemoteCallable<?>> tasks() {
        int number = 42;
        String text = "text";
        var list = new ArrayList<>(List.of(1, 2.0, "three"));
        return List.of(
                () -> number,
                () -> text + number,
                () -> 1.0,
                () -> null,
                () -> list,
                () -> new HashMap<>(Map.of(text, list)),
                () -> {
                    System.out.println(text);
                    return 1L;
                },
                () -> {
                    throw new IllegalStateException(text);
                });
    }

    /** A stream that never ends: at its end a worker would halt, whatever it has still to do. */
    private static final class ThenSilence extends InputStream {

        private final InputStream in;

        ThenSilence(InputStream in) {
            this.in = in;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            while (count < 0) {
                LockSupport.park(this);
            }
            return count;
        }
    }
}
