package dev.procpool.demo.annotate;

import dev.procpool.demo.UserError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The poems of a directory, as the {@code corpus} command leaves it or as it is within the npm package. */
public final class CorpusDirectory {
    /** The Tang and Song poems within the package; the other collections are in simplified characters, or prose. */
    private static final Path IN_PACKAGE = Path.of("chinese-poetry", "dist", "quantangshi");

    private static final String POEM_FILES = "poet.*.json";

    private CorpusDirectory() {}

    /**
     * Reads every poem file. One that is broken is left out as a whole, and named in {@link Corpus#skipped}.
     *
     * @throws UserError if there is no such directory, or no poem in it
     */
    public static Corpus read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UserError("no corpus in " + directory + ": not a directory; 'make corpus' gets one");
        }
        Path inPackage = directory.resolve(IN_PACKAGE);
        List<Poem> poems = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Path file : poemFiles(Files.isDirectory(inPackage) ? inPackage : directory)) {
            try {
                PoemFile.read(file).stream()
                        .filter(poem -> !poem.text().isEmpty())
                        .forEach(poems::add);
            } catch (IOException e) {
                skipped.add(file.getFileName() + ": " + reason(e));
            }
        }
        if (poems.isEmpty()) {
            throw new UserError("no poems in " + directory + ": "
                    + (skipped.isEmpty()
                            ? "no files " + POEM_FILES
                            : skipped.size() + " files skipped, the first is " + skipped.get(0)));
        }
        return new Corpus(poems, skipped);
    }

    private static List<Path> poemFiles(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, POEM_FILES)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UserError("cannot read corpus directory " + directory + ": " + reason(e));
        }
        files.sort(null);
        return files;
    }

    private static String reason(IOException e) {
        if (e instanceof CharacterCodingException) {
            return "not valid UTF-8";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
