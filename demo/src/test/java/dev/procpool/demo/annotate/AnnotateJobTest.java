package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskPool;
import dev.procpool.demo.Backend;
import dev.procpool.demo.Progress;
import org.junit.jupiter.api.Test;

/** The job on the pool: the same rules, wherever they are learned. */
final class AnnotateJobTest {

    private static final int POEMS = 4_000;

    @Test
    void everyBackendLearnsTheSameRules() {
        Corpus corpus = EmbeddedSample.read().limit(POEMS);
        AnnotateReport sequential = run(corpus, Backend.SEQUENTIAL, null);
        AnnotateReport threads = run(corpus, Backend.THREADS, 2);
        AnnotateReport one = run(corpus, Backend.PROCESSES, 1);
        AnnotateReport three = run(corpus, Backend.PROCESSES, 3);

        assertEquals(sequential.rules().hash(), threads.rules().hash());
        assertEquals("threads", threads.pool().backend());
        assertEquals(sequential.rules().hash(), one.rules().hash());
        assertEquals(sequential.rules().hash(), three.rules().hash());
        assertEquals(sequential.evaluation(), three.evaluation());
        assertEquals(3, three.pool().workers());
        assertEquals(0, sequential.tasksSent());
        assertEquals(sequential.rules().size(), sequential.tasksInline());
        assertTrue(three.tasksSent() > 0, "nothing was sent");
        assertEquals(three.rules().size(), three.tasksInline() + three.tasksSent());
    }

    private static AnnotateReport run(Corpus corpus, Backend backend, Integer workers) {
        try (TaskPool pool = backend.open(workers)) {
            return AnnotateJob.run(corpus, pool, Progress.none());
        }
    }
}
