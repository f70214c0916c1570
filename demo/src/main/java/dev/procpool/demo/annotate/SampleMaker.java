package dev.procpool.demo.annotate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes the embedded resources from the two npm packages: the same files from the same versions. */
public final class SampleMaker {
    private SampleMaker() {}

    public static void make(Path corpusDirectory, Path resources) throws IOException {
        Path openCc = corpusDirectory.resolve("opencc-js");
        Path poems = corpusDirectory.resolve("chinese-poetry");
        Files.createDirectories(resources);
        try (OutputStream out = Files.newOutputStream(resources.resolve(EmbeddedSample.RESOURCE))) {
            EmbeddedSample.write(CorpusDirectory.read(corpusDirectory), out);
        }
        Path dictionary = openCc.resolve("dist/esm-lib/dict/TSCharacters.js");
        Files.writeString(resources.resolve(CharTable.RESOURCE), charTable(Files.readString(dictionary)));
        copy(poems.resolve("LICENSE"), resources.resolve("LICENSE.chinese-poetry"));
        copy(openCc.resolve("LICENSE"), resources.resolve("LICENSE.opencc-js"));
        copy(openCc.resolve("THIRD_PARTY_LICENSES.md"), resources.resolve("THIRD_PARTY_LICENSES.opencc-js.md"));
    }

    /**
     * The dictionary is one string of entries, {@code "traditional simplified"} or with more alternatives, between
     * bars. Kept are the first alternatives of the basic plane, so that one position of a text is one character.
     */
    private static String charTable(String script) {
        String entries = script.substring(script.indexOf('"') + 1, script.lastIndexOf('"'));
        return Arrays.stream(entries.split("\\|"))
                .map(entry -> entry.split(" "))
                .filter(entry -> entry[0].length() == 1 && entry[1].length() == 1)
                .map(entry -> entry[0] + entry[1] + '\n')
                .collect(Collectors.joining());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
