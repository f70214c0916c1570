package dev.procpool.demo.annotate;

import dev.procpool.TaskPool;
import dev.procpool.shared.SharedBuilder;
import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedSections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The index of one run, ready for use, and what that took.
 *
 * @param found whether an earlier run had left it in the cache
 * @param seconds until it could be used, built or found
 * @param bytes of its file
 */
record PreparedIndex(CorpusIndex index, boolean found, double seconds, long bytes) {

    /** In a file of the pool's, which is deleted with the pool. */
    static PreparedIndex inPool(TaskPool pool, Corpus corpus, CharTable table) {
        return prepare(corpus, table, pool::share);
    }

    /**
     * In a file of the directory's that stays for the next run, which does not compute what it finds.
     *
     * @throws dev.procpool.shared.SharedDataException if the directory cannot be made, read or written to
     */
    static PreparedIndex inCache(Path directory, Corpus corpus, CharTable table) {
        return prepare(
                corpus, table, builder -> SharedData.cached(directory, IndexKey.of(corpus.training(), table), builder));
    }

    private static PreparedIndex prepare(
            Corpus corpus, CharTable table, Function<SharedBuilder<SharedSections>, SharedSections> keeper) {
        long start = System.nanoTime();
        AtomicBoolean built = new AtomicBoolean();
        SharedSections sections = keeper.apply(SharedSections.builder(out -> {
            built.set(true);
            IndexBuilder.build(corpus.training(), table, out);
        }));
        CorpusIndex index = CorpusIndex.of(sections);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new PreparedIndex(index, !built.get(), seconds, bytes(sections.path()));
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
