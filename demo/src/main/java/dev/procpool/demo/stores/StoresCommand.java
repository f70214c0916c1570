package dev.procpool.demo.stores;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FstCodec;
import dev.procpool.demo.UserError;
import dev.procpool.demo.bench.BenchJson;
import dev.procpool.demo.bench.BenchPlan;
import dev.procpool.demo.bench.Machine;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Rounds;
import dev.procpool.demo.bench.Samples;
import dev.procpool.internal.process.PrivateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench-stores}: the shared files beside what one would use instead; a table on the screen, and a JSON file. */
@Command(
        name = "bench-stores",
        mixinStandardHelpOptions = true,
        description = "Measures shared files beside HashMaps and other mapped stores.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all went well, whether the goals were reached or not",
            "1:a store gave a wrong value, or a measurement failed",
            "2:a wrong argument, or too little disk or memory; nothing was measured"
        })
public final class StoresCommand implements Callable<Integer> {

    private static final int ENTRIES = 2_000_000;
    private static final int SHORT_ENTRIES = 200_000;
    private static final int BATCH = 100_000;
    private static final int MAX_ENTRIES = 100_000_000;

    /** In the warm-up the stores are built, of which one takes a minute. */
    private static final long ROUND_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(15);

    /** Not in the demo's jar, for nothing else needs them; {@code make bench-stores} puts their jars beside it. */
    private static final List<String> NEEDED_CLASSES =
            List.of("com.spotify.sparkey.Sparkey", "org.apache.lucene.index.DirectoryReader");

    @Option(
            names = "--entries",
            paramLabel = "N",
            description = "Entries of each store; by default " + ENTRIES + ", with --short " + SHORT_ENTRIES + ".")
    private Integer entries;

    @Option(names = "--short", description = "Fewer and shorter rounds, fewer entries, a smaller file to scan.")
    private boolean brief;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = "demo/target/bench-stores.json",
            description = "Where the figures go; by default ${DEFAULT-VALUE}.")
    private Path jsonFile;

    @Spec
    private CommandSpec spec;

    /** Null for the plan that the options ask for. */
    private final BenchPlan fixedPlan;

    /** Null for all there are. */
    private final List<Store> fixedStores;

    public StoresCommand() {
        this(null, null);
    }

    /** One that measures as much as {@code plan} says, whatever the options say. */
    StoresCommand(BenchPlan plan, List<Store> stores) {
        this.fixedPlan = plan;
        this.fixedStores = stores;
    }

    @Override
    public Integer call() throws IOException {
        int count = entries();
        BenchPlan plan = plan();
        requireStores();
        BenchJson json;
        try {
            json = BenchJson.to(jsonFile);
        } catch (IOException e) {
            throw new UserError(e.getMessage());
        }
        List<Store> stores = fixedStores != null ? fixedStores : stores();
        PrintWriter err = spec.commandLine().getErr();
        var samples = new Samples();
        List<String> failures;
        try (var scratch = PrivateDirectory.create()) {
            Room.check(scratch.resolve("ints").getParent(), count, plan.sharedBytes());
            failures = new Rounds(plan, ROUND_LIMIT_NANOS, "bench-stores", err)
                    .run(measurements(stores, count, plan, scratch), samples);
        }
        new Goals(stores).addTo(samples);
        String heading = Machine.describe() + "; " + count + " entries, medians of " + plan.rounds() + " rounds";
        PrintWriter out = spec.commandLine().getOut();
        out.print(new StoresTable(samples).text(heading, stores));
        json.write(metrics(stores), samples);
        out.println("written to " + json.file());
        out.flush();
        failures.forEach(failure -> err.println("bench-stores: " + failure));
        return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int entries() {
        int count = entries != null ? entries : brief ? SHORT_ENTRIES : ENTRIES;
        if (count < 1 || count > MAX_ENTRIES) {
            throw new UserError("--entries must be from 1 to " + MAX_ENTRIES + ": entries=" + count);
        }
        return count;
    }

    private BenchPlan plan() {
        if (fixedPlan != null) {
            return fixedPlan;
        }
        return brief
                ? new BenchPlan(3, TimeUnit.SECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(300), BATCH, 0, 1 << 28)
                : new BenchPlan(5, TimeUnit.SECONDS.toNanos(3), TimeUnit.SECONDS.toNanos(1), BATCH, 0, 1 << 30);
    }

    private static void requireStores() {
        for (String needed : NEEDED_CLASSES) {
            try {
                Class.forName(needed, false, StoresCommand.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new UserError("there is no class " + needed + ": the stores to compare with are not in this jar;"
                        + " run make bench-stores, which puts them beside it");
            }
        }
    }

    /** This project's own first. */
    static List<Store> stores() {
        var stores = new ArrayList<Store>();
        stores.add(new SharedIndexStore());
        if (FstCodec.missingOpens().isEmpty()) {
            stores.add(new HashMapStore("hash_map_fst", FallbackCodec.preferFst()));
        }
        stores.add(new HashMapStore("hash_map_jdk", FallbackCodec.jdkOnly()));
        stores.add(new SparkeyStore());
        stores.add(new LuceneStore());
        return stores;
    }

    private static List<Measurement> measurements(
            List<Store> stores, int count, BenchPlan plan, PrivateDirectory scratch) {
        var all = new ArrayList<Measurement>();
        all.add(new ScanMeasurement(scratch, plan.sharedBytes()));
        for (Store store : stores) {
            all.add(new StoreMeasurement(store, new Entries(count), plan.batchTasks(), scratch));
        }
        return all;
    }

    private static List<Metric> metrics(List<Store> stores) {
        var all = new ArrayList<Metric>();
        stores.forEach(store -> all.addAll(StoreFigure.all(store.name())));
        all.addAll(List.of(ScanFigure.values()));
        all.addAll(Goals.ALL);
        return all;
    }
}
