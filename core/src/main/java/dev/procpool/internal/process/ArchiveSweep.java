package dev.procpool.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** Keeps the cache directory small: the archives that were used last, and nothing that was left half made. */
final class ArchiveSweep {

    /** Some programs, each with a few versions of its class path; an archive has some megabytes. */
    static final int MOST_ARCHIVES = 8;

    /** A training that takes longer has died. */
    private static final long TEMPORARY_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{16}");

    private ArchiveSweep() {}

    /** Deletes what is old. Who still runs with it keeps what it has mapped; who starts finds none and makes another. */
    static void sweep(Path cache) {
        try {
            List<Path> archives = new ArrayList<>();
            try (Stream<Path> found = Files.list(cache)) {
                found.filter(path -> KEY.matcher(path.getFileName().toString()).matches())
                        .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                        .forEach(archives::add);
            }
            archives.sort(Comparator.comparingLong(ArchiveSweep::millis).reversed());
            for (Path old : archives.subList(Math.min(MOST_ARCHIVES, archives.size()), archives.size())) {
                FileUtils.deleteQuietly(old.toFile());
            }
            for (Path kept : archives.subList(0, Math.min(MOST_ARCHIVES, archives.size()))) {
                sweepTemporary(kept);
            }
        } catch (IOException | RuntimeException e) {
            // Then it stays; nothing depends on it.
        }
    }

    private static void sweepTemporary(Path archive) throws IOException {
        long before = System.currentTimeMillis() - TEMPORARY_MILLIS;
        try (Stream<Path> found = Files.list(archive)) {
            found.filter(path -> path.getFileName().toString().endsWith(".tmp") && millis(path) < before)
                    .forEach(path -> FileUtils.deleteQuietly(path.toFile()));
        }
    }

    private static long millis(Path path) {
        return path.toFile().lastModified();
    }
}
