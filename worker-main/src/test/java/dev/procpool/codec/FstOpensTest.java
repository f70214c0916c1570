package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One list of opens, wherever it stands; and FST with exactly the jars we ship. */
@Timeout(60)
class FstOpensTest {

    @Test
    void testsRunWithTheSameOpens() throws IOException {
        var found = new ArrayList<String>();
        var matcher =
                Pattern.compile("--add-opens=([^=]+)=ALL-UNNAMED").matcher(Files.readString(Path.of("../pom.xml")));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        assertEquals(FstOpens.all(), found);
    }

    @Test
    void demoJarHasTheSameOpens() throws IOException {
        var matcher = Pattern.compile("<Add-Opens>(.*?)</Add-Opens>", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../demo/pom.xml")));
        assertTrue(matcher.find());
        assertEquals(FstOpens.manifestValue(), matcher.group(1).trim().replaceAll("\\s+", " "));
    }

    @Test
    void nothingIsMissingHere() {
        assertEquals(List.of(), FstCodec.missingOpens());
    }

    @Test
    void jdkCodecWorksInAJvmWithoutOpens() throws Exception {
        assertEquals(
                "missing=11 fst=refused jdk=[1, two, 2026-01-02] path=HashMap[\"k\"] -> java.lang.Thread is not Serializable",
                Forked.run(List.of(), WithoutOpensMain.class));
    }

    @Test
    void javaSqlIsNotMissingWhereTheModuleIsAbsent() throws Exception {
        assertTrue(Forked.run(List.of("--limit-modules=java.base,jdk.unsupported"), WithoutOpensMain.class)
                .startsWith("missing=10 "));
    }

    @Test
    void fstNeedsNeitherFastutilNorJavassist() throws Exception {
        for (String absent : List.of("it.unimi.dsi.fastutil.ints.IntOpenHashMap", "javassist.ClassPool")) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName(absent));
        }
        // The corpus runs on this same class path; here is one of each way through FST.
        var codec = new FstCodec();
        for (String kind : List.of("lambda", "record", "exception", "cycle", "HashMap", "plain object")) {
            Object value = Corpus.make(kind);
            assertEquals(null, SameGraph.difference(value, codec.decode(codec.encode(value))));
        }
    }

    /** Prints one line on what works here. */
    static final class WithoutOpensMain {

        private WithoutOpensMain() {}

        public static void main(String[] args) throws Exception {
            String fst;
            try {
                fst = String.valueOf(new FstCodec().wireId());
            } catch (IllegalStateException e) {
                fst = "refused";
            }
            var codec = FallbackCodec.jdkOnly();
            var encoded = codec.encode(List.of(1, "two", java.time.LocalDate.of(2026, 1, 2)));
            String path;
            try {
                path = String.valueOf(codec.encode(new java.util.HashMap<>(java.util.Map.of("k", new Thread()))));
            } catch (IOException e) {
                path = e.getMessage();
            }
            System.out.print("missing=" + FstCodec.missingOpens().size() + " fst=" + fst + " jdk="
                    + codec.decode(encoded.codec(), encoded.bytes()) + " path=" + path);
        }
    }

    /** A JVM of its own on this class path. */
    static final class Forked {

        private Forked() {}

        static Process start(List<String> options, Class<?> main) throws IOException {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(
                    List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        static String run(List<String> options, Class<?> main) throws Exception {
            Process process = start(options, main);
            String output = new String(process.getInputStream().readAllBytes());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), output);
            return output;
        }
    }
}
