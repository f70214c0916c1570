package dev.procpool.demo.annotate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The poems within the jar: gzip over one line per poem, eight hexadecimal digits of its hash and the text. */
public final class EmbeddedSample {
    static final String RESOURCE = "poems.txt.gz";
    private static final int HASH_DIGITS = 8;

    private EmbeddedSample() {}

    public static Corpus read() {
        try (InputStream in = EmbeddedSample.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource missing from the jar: " + RESOURCE);
            }
            return new Corpus(read(in), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Poem> read(InputStream in) throws IOException {
        List<Poem> poems = new ArrayList<>();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            poems.add(new Poem(HexFormat.fromHexDigitsToLong(line, 0, HASH_DIGITS), line.substring(HASH_DIGITS)));
        }
        return poems;
    }

    /** The sampled poems of a corpus: the same bytes from the same poems. */
    static void write(Corpus corpus, OutputStream out) throws IOException {
        HexFormat hex = HexFormat.of();
        try (OutputStream gzip = new SmallestGzip(out)) {
            for (Poem poem : corpus.poems()) {
                if (poem.sampled()) {
                    String line = hex.toHexDigits(poem.hash(), HASH_DIGITS) + poem.text() + '\n';
                    gzip.write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
