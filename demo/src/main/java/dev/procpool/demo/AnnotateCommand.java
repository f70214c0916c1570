package dev.procpool.demo;

import dev.procpool.TaskPool;
import dev.procpool.demo.annotate.AnnotateJob;
import dev.procpool.demo.annotate.AnnotateReport;
import dev.procpool.demo.annotate.Corpus;
import dev.procpool.demo.annotate.CorpusDirectory;
import dev.procpool.demo.annotate.EmbeddedSample;
import dev.procpool.shared.SharedDataException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job: learns rules from poems, measures them, and applies them to the user's own text. */
@Command(
        name = "annotate",
        mixinStandardHelpOptions = true,
        description = "Learns from classical poems how simplified Chinese is written in traditional characters.")
final class AnnotateCommand implements Runnable {
    private static final int MAX_WORKERS = 1024;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--text", description = "Simplified text to write in traditional characters with the rules.")
    private String text;

    @Option(
            names = "--backend",
            defaultValue = "auto",
            description = "Where tasks run: auto, sequential or processes (${DEFAULT-VALUE}).")
    private String backend;

    @Option(names = "--workers", description = "How many worker processes (one less than there are CPUs).")
    private Integer workers;

    @Option(names = "--poems", description = "Learn from the first K poems of the corpus only.", paramLabel = "K")
    private Integer poems;

    @Option(names = "--json", description = "Also write the figures to this file.", paramLabel = "FILE")
    private Path json;

    @Option(
            names = "--corpus",
            description = "Poems from this directory, instead of the sample in the jar.",
            paramLabel = "DIR")
    private Path corpusDirectory;

    @Option(
            names = "--cache",
            description = "Keep the index of the poems in this directory: the next run finds it.",
            paramLabel = "DIR")
    private Path cache;

    @Option(names = "--quiet", description = "No progress bar.")
    private boolean quiet;

    /** Everything that can be refused is refused before the work begins. */
    @Override
    public void run() {
        Backend chosen = Backend.named(backend);
        checkWorkers();
        if (json != null) {
            OutputFile.check(json);
        }
        if (cache != null && Files.exists(cache) && !Files.isDirectory(cache)) {
            throw new UserError("--cache must be a directory, or a name for one: " + cache);
        }
        Corpus corpus = corpus();
        AnnotateReport report;
        try (TaskPool pool = chosen.open(workers);
                Progress progress = Progress.onTerminal("learning rules", quiet)) {
            report = AnnotateJob.run(corpus, pool, cache, progress);
        } catch (SharedDataException e) {
            throw new UserError("no index: " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        report.printTable(out);
        if (text != null) {
            out.println();
            out.println(report.annotate(text));
        }
        out.flush();
        if (json != null) {
            OutputFile.write(json, report.toJson());
        }
    }

    private void checkWorkers() {
        if (workers != null && (workers < 1 || workers > MAX_WORKERS)) {
            throw new UserError("--workers must be between 1 and " + MAX_WORKERS + ": " + workers);
        }
    }

    private Corpus corpus() {
        if (poems != null && poems < 1) {
            throw new UserError("--poems must be at least 1: " + poems);
        }
        Corpus corpus = corpusDirectory == null ? EmbeddedSample.read() : CorpusDirectory.read(corpusDirectory);
        PrintWriter err = spec.commandLine().getErr();
        corpus.skipped().forEach(file -> err.println("skipped " + file));
        err.flush();
        if (poems == null) {
            return corpus;
        }
        if (poems > corpus.size()) {
            throw new UserError("--poems must be at most " + corpus.size() + ", as many as the corpus has: " + poems);
        }
        return corpus.limit(poems);
    }
}
