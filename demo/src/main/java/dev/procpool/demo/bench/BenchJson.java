package dev.procpool.demo.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The figures as one flat JSON object of numbers, in a file that appears complete or not at all. */
public final class BenchJson {

    /** More would only pretend. */
    private static final MathContext DIGITS = new MathContext(6);

    private final Path file;

    private BenchJson(Path file) {
        this.file = file;
    }

    /**
     * A file to be written later; what was there stays until then.
     *
     * @throws IOException if it could not be written now; the message says what to do
     */
    public static BenchJson to(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new IOException(file + " is a directory; name a file with --json");
        }
        if (!Files.isDirectory(absolute.getParent())) {
            throw new IOException(file + " cannot be written: there is no directory " + absolute.getParent()
                    + "; create it, or name another file with --json");
        }
        try {
            Files.delete(temporaryBeside(absolute));
        } catch (IOException e) {
            throw new IOException(
                    file + " cannot be written: directory " + absolute.getParent()
                            + " is not writable; name another file with --json",
                    e);
        }
        return new BenchJson(absolute);
    }

    /** Writes the medians; figures that were not measured are absent. */
    public void write(Iterable<? extends Metric> metrics, Samples samples) throws IOException {
        Path temporary = temporaryBeside(file);
        try {
            Files.writeString(temporary, text(metrics, samples));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    public Path file() {
        return file;
    }

    private static Path temporaryBeside(Path file) throws IOException {
        return Files.createTempFile(file.getParent(), "." + file.getFileName() + "-", ".tmp");
    }

    private static String text(Iterable<? extends Metric> metrics, Samples samples) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Metric figure : metrics) {
                if (samples.has(figure)) {
                    json.writeFieldName(figure.key());
                    BigDecimal median = new BigDecimal(samples.median(figure)).round(DIGITS);
                    json.writeNumber(median.stripTrailingZeros().toPlainString());
                }
            }
            json.writeEndObject();
        }
        return text + "\n";
    }
}
