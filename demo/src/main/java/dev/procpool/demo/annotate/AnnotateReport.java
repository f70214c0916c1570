package dev.procpool.demo.annotate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What came out of the main job: for the screen, for a file, and ready to annotate text. */
public record AnnotateReport(
        Corpus corpus,
        RuleSet rules,
        Annotator annotator,
        Evaluation evaluation,
        PoolFacts pool,
        PreparedIndex index,
        double wallSeconds,
        int tasksInline,
        int tasksSent,
        MemoryUse memory) {
    private static final int RULES_SHOWN = 5;
    private static final int INDICATORS_SHOWN = 4;

    /** Traditional text; characters that are traditional already are taken for their simplified form. */
    public String annotate(String text) {
        return annotator.annotate(CharTable.embedded().simplified(text));
    }

    public void printTable(PrintWriter out) {
        row(
                out,
                "poems",
                "%,d (one in ten held out, %d files skipped)",
                corpus.size(),
                corpus.skipped().size());
        row(out, "rules learned", "%,d", rules.size());
        row(
                out,
                "accuracy",
                "%.2f %% of %,d ambiguous characters",
                percent(evaluation.accuracy()),
                evaluation.characters());
        row(out, "  majority reading", "%.2f %%", percent(evaluation.majorityAccuracy()));
        row(out, "  neighbour list", "%.2f %%", percent(evaluation.neighbourAccuracy()));
        row(out, "time", "%.1f s", wallSeconds);
        row(out, "index", "%s, %.1f MiB", indexOrigin(), index.bytes() / (double) (1 << 20));
        row(out, "backend", "%s%s", pool.backend(), pool.workers() == 0 ? "" : ", workers: " + pool.workers());
        row(out, "tasks", "%,d inline, %,d sent", tasksInline, tasksSent);
        if (memory.isKnown()) {
            row(out, "memory", "%,.0f MiB in all processes (PSS)", memory.allMiB());
        }
        if (memory.isKnown() && pool.workers() > 0) {
            row(out, "  per worker", "%,.0f MiB", memory.childrenMiB() / pool.workers());
        }
        row(out, "result hash", "%s", rules.hash());
        out.println("some rules");
        rules.instructive(RULES_SHOWN).forEach(rule -> out.println("  " + rule.readable(INDICATORS_SHOWN)));
    }

    private String indexOrigin() {
        return index.found() ? "found in cache" : String.format(Locale.ROOT, "built in %.1f s", index.seconds());
    }

    private static void row(PrintWriter out, String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-20s %s%n", name, String.format(Locale.ROOT, format, values));
    }

    private static double percent(double share) {
        return share * 100;
    }

    /** One flat object; a figure that was not measured is absent. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("poems", corpus.size());
            json.writeNumberField("rules", rules.size());
            json.writeNumberField("accuracy", evaluation.accuracy());
            json.writeNumberField("majorityAccuracy", evaluation.majorityAccuracy());
            json.writeNumberField("neighbourAccuracy", evaluation.neighbourAccuracy());
            json.writeStringField("resultHash", rules.hash());
            json.writeStringField("backend", pool.backend());
            json.writeNumberField("workers", pool.workers());
            json.writeNumberField("wallSeconds", wallSeconds);
            json.writeNumberField("indexSeconds", index.seconds());
            json.writeNumberField("indexBytes", index.bytes());
            json.writeBooleanField("indexFound", index.found());
            json.writeNumberField("tasksInline", tasksInline);
            json.writeNumberField("tasksSent", tasksSent);
            if (memory.isKnown()) {
                json.writeNumberField("pssMiB", memory.allMiB());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.append('\n').toString();
    }
}
