package dev.procpool.internal.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The class-data archive for workers of one {@link ArchiveKey}, in a directory of that name: with it a JVM finds its classes
 * loaded and checked.
 *
 * <pre>
 *   worker.jar     what workers are started with; in the archive are its path and time
 *   key            the key's text
 *   classes.jsa    the archive; made by {@link ArchiveTraining}
 *   state          "ready", and the archive's length and time, or "failed"; not there before the first training has ended
 *   *.tmp          in the making
 * </pre>
 *
 * Files appear by a rename, complete. One that is not as its state says is not used, and made again.
 */
final class ClassArchive {

    private static final String READY = "ready ";
    private static final String FAILED = "failed ";

    /** After which time a training that failed is tried again: whatever the reason was, it may be gone. */
    private static final long FAILURE_MILLIS = 24L * 60 * 60 * 1000;

    private final Path directory;

    private ClassArchive(Path directory) {
        this.directory = directory;
    }

    /**
     * Finds or makes a key's directory, with its jar.
     *
     * @param jar the bytes of the jar
     * @return empty if it cannot be had
     */
    static Optional<ClassArchive> open(Path cache, ArchiveKey key, byte[] jar) {
        try {
            Path directory = cache.resolve(key.name());
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(directory, OwnedName.permissions("rwx------"));
            }
            if (!CacheDirectory.isOursAlone(directory)) {
                return Optional.empty();
            }
            var archive = new ClassArchive(directory);
            archive.require("key", key.text().getBytes(StandardCharsets.UTF_8));
            archive.require("procpool-worker.jar", jar);
            return Optional.of(archive);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Has a file hold these bytes; if it did not, there is no archive for it. */
    private void require(String name, byte[] bytes) throws IOException {
        File file = directory.resolve(name).toFile();
        if (file.length() == bytes.length && Arrays.equals(read(file), bytes)) {
            return;
        }
        discard();
        write(name, bytes);
    }

    private static byte[] read(File file) throws IOException {
        try (var in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path temporary = newTemporary();
        try (var out = new FileOutputStream(temporary.toFile())) {
            out.write(bytes);
        }
        Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file that does not exist. */
    private Path newTemporary() throws IOException {
        return OwnedName.create(directory, "procpool-", ".tmp", path -> {
            Files.createFile(path, OwnedName.permissions("rw-------"));
            return path;
        });
    }

    Path directory() {
        return directory;
    }

    Path jar() {
        return directory.resolve("procpool-worker.jar");
    }

    private Path file() {
        return directory.resolve("classes.jsa");
    }

    /** What a worker's JVM is told, so that it uses the archive if it can and does not speak of it if it cannot. */
    List<String> options() {
        return List.of("-XX:SharedArchiveFile=" + file(), "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    /** Whether there is one, complete. */
    boolean isReady() {
        return state().equals(stateOf(file()));
    }

    /** Whether it is not known to be in vain to make one. */
    boolean isWanted() {
        String state = state();
        if (!state.startsWith(FAILED)) {
            return !isReady();
        }
        try {
            return System.currentTimeMillis() - Long.parseLong(state.substring(FAILED.length())) > FAILURE_MILLIS;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private String state() {
        try {
            return new String(read(directory.resolve("state").toFile()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static String stateOf(Path archive) {
        File file = archive.toFile();
        return READY + file.length() + " " + file.lastModified();
    }

    /** A name for one in the making; there is no file of it. */
    Path inTheMaking() throws IOException {
        Path temporary = newTemporary();
        Files.delete(temporary);
        return temporary;
    }

    /** Puts an archive in its place. */
    void accept(Path made) throws IOException {
        String state = stateOf(made);
        Files.move(made, file(), StandardCopyOption.ATOMIC_MOVE);
        write("state", state.getBytes(StandardCharsets.US_ASCII));
    }

    /** Notes that there can be none, for now. */
    void refuse() throws IOException {
        write("state", (FAILED + System.currentTimeMillis()).getBytes(StandardCharsets.US_ASCII));
    }

    /** Forgets the archive; the next pool makes another. */
    void discard() throws IOException {
        Files.deleteIfExists(directory.resolve("state"));
        // Those who have it mapped keep it.
        Files.deleteIfExists(file());
    }

    /** So that others are deleted first. */
    void touch() {
        try {
            Files.setLastModifiedTime(directory, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            // It is only younger than it looks.
        }
    }
}
