package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskPool;
import dev.procpool.demo.Backend;
import dev.procpool.demo.Progress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on the pool: the same rules, wherever they are learned. */
final class AnnotateJobTest {

    private static final int POEMS = 4_000;

    @Test
    void everyBackendLearnsTheSameRulesFromAnIndexOfThePoolOrOfTheCache(@TempDir Path cache) {
        Corpus corpus = EmbeddedSample.read().limit(POEMS);
        AnnotateReport sequential = run(corpus, Backend.SEQUENTIAL, null, null);
        AnnotateReport threads = run(corpus, Backend.THREADS, 2, null);
        AnnotateReport one = run(corpus, Backend.PROCESSES, 1, cache);
        AnnotateReport three = run(corpus, Backend.PROCESSES, 3, cache);

        assertEquals(sequential.rules().hash(), threads.rules().hash());
        assertEquals("threads", threads.pool().backend());
        assertEquals(sequential.rules().hash(), one.rules().hash());
        assertEquals(sequential.rules().hash(), three.rules().hash());
        assertEquals(sequential.evaluation(), three.evaluation());
        assertFalse(sequential.index().found());
        assertFalse(one.index().found());
        assertTrue(three.index().found(), "the second run did not find what the first has left");
        assertEquals(3, three.pool().workers());
        assertEquals(0, sequential.tasksSent());
        assertEquals(sequential.rules().size(), sequential.tasksInline());
        assertTrue(three.tasksSent() > 0, "nothing was sent");
        assertEquals(three.rules().size(), three.tasksInline() + three.tasksSent());
    }

    private static AnnotateReport run(Corpus corpus, Backend backend, Integer workers, Path cache) {
        try (TaskPool pool = backend.open(workers)) {
            return AnnotateJob.run(corpus, pool, cache, Progress.none());
        }
    }
}
