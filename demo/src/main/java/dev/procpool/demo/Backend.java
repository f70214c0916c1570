package dev.procpool.demo;

import dev.procpool.ProcessPool;
import dev.procpool.SequentialPool;
import dev.procpool.TaskPool;
import dev.procpool.ThreadPool;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the demo's tasks run, as it stands on the command line. */
public enum Backend {
    /** What is best here: processes, unless there is but one CPU or none can be started. */
    AUTO {
        @Override
        public TaskPool open(Integer workers) {
            return workers == null ? TaskPool.open() : PROCESSES.open(workers);
        }
    },
    /** One after the other in the calling thread. */
    SEQUENTIAL {
        @Override
        public TaskPool open(Integer workers) {
            return SequentialPool.create();
        }
    },
    /** In threads of this JVM. */
    THREADS {
        @Override
        public TaskPool open(Integer workers) {
            return workers == null ? ThreadPool.create() : ThreadPool.create(workers);
        }
    },
    /** In worker JVMs. */
    PROCESSES {
        @Override
        public TaskPool open(Integer workers) {
            return workers == null ? ProcessPool.create() : ProcessPool.create(workers);
        }
    };

    /** @param workers how many, or null for as many as suit this machine */
    public abstract TaskPool open(Integer workers);

    /** @throws UserError if there is none of that name */
    static Backend named(String name) {
        return Arrays.stream(values())
                .filter(backend -> backend.lowerCase().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("--backend must be one of "
                        + Arrays.stream(values()).map(Backend::lowerCase).collect(Collectors.joining(", ")) + ": "
                        + name));
    }

    private String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
