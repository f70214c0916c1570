package dev.procpool.demo;

import dev.procpool.demo.annotate.SampleMaker;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How the resources in the jar were made; to be run again when a package's version changes. */
@Command(
        name = "make-sample",
        mixinStandardHelpOptions = true,
        description = "Makes the jar's sample of poems and its character table from what 'corpus' got.")
final class SampleCommand implements Runnable {
    @Option(names = "--corpus", defaultValue = "demo/target/corpus", description = "Directory (${DEFAULT-VALUE}).")
    private Path corpus;

    @Option(
            names = "--to",
            defaultValue = "demo/src/main/resources/dev/procpool/demo/annotate",
            description = "Directory (${DEFAULT-VALUE}).")
    private Path resources;

    @Override
    public void run() {
        try {
            SampleMaker.make(corpus, resources);
        } catch (IOException e) {
            throw new UserError("cannot make the sample: " + e);
        }
    }
}
