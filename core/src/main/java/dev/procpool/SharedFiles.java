package dev.procpool;

import dev.procpool.internal.process.PrivateDirectory;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.internal.worker.WorkerSource;
import dev.procpool.shared.SharedBuilder;
import dev.procpool.shared.SharedData;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/**
 * The shared data that one pool owns: files in a private directory, which is made when the first of them is, deleted when
 * the pool's last worker has ended, and swept by the next pool if this JVM is killed before that. Thread-safe.
 */
final class SharedFiles {

    private final String owner;

    /** Guarded by this. Null until there is a file. */
    private PrivateDirectory directory;

    /** Guarded by this. */
    private int lastNumber;

    /** Guarded by this. Once true, always true. */
    private boolean closed;

    /** @param owner the pool as messages call it */
    SharedFiles(String owner) {
        this.owner = owner;
    }

    <T extends SharedData> T share(SharedBuilder<T> builder) {
        Objects.requireNonNull(builder, "builder");
        T shared = SharedData.writeTransient(nextFile(), builder);
        synchronized (this) {
            if (!closed) {
                return shared;
            }
        }
        // It was written while the directory was being deleted, and may have escaped.
        shared.path().toFile().delete();
        throw rejected();
    }

    private synchronized Path nextFile() {
        if (closed) {
            throw rejected();
        }
        if (directory == null) {
            directory = PrivateDirectory.create();
        }
        lastNumber++;
        return directory.resolve("shared-" + lastNumber + ".procpool");
    }

    private RejectedExecutionException rejected() {
        return new RejectedExecutionException(
                "shared data rejected from " + owner + ": it has been shut down, and its files are gone");
    }

    synchronized void close() {
        closed = true;
        if (directory != null) {
            directory.close();
        }
    }

    /** The same workers; when the last of them has ended, the files go. */
    WorkerSource closedWith(WorkerSource source) {
        return new WorkerSource() {
            @Override
            public Worker worker(int number, WorkerEvents events, PoolThreads threads) {
                return source.worker(number, events, threads);
            }

            @Override
            public void close() {
                try {
                    source.close();
                } finally {
                    SharedFiles.this.close();
                }
            }
        };
    }
}
