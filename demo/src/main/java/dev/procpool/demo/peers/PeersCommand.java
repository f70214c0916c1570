package dev.procpool.demo.peers;

import dev.procpool.demo.OutputFile;
import dev.procpool.demo.UserError;
import dev.procpool.demo.bench.BenchJson;
import dev.procpool.demo.bench.BenchTable;
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

/** {@code bench-peers}: the pool beside its floors, its goals and other pools; tables, a JSON file and a picture. */
@Command(
        name = "bench-peers",
        mixinStandardHelpOptions = true,
        description = "Measures the pool beside other process pools, and says which goals are met.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all went well, whether the goals are met or not, and whether all peers are there or not",
            "1:a task was lost or returned something wrong, or a measurement failed",
            "2:a wrong argument; nothing was measured"
        })
public final class PeersCommand implements Callable<Integer> {

    private static final String NAME = "bench-peers";

    /** The million tasks that wait are worked off in the first round. */
    private static final long ROUND_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    @Option(names = "--short", description = "Fewer and shorter rounds: under two minutes instead of under six.")
    private boolean brief;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = "demo/target/bench-peers.json",
            description = "Where the figures go; by default ${DEFAULT-VALUE}.")
    private Path jsonFile;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            defaultValue = "demo/target/bench-peers.svg",
            description = "Where the picture goes; by default ${DEFAULT-VALUE}.")
    private Path svgFile;

    @Spec
    private CommandSpec spec;

    /** Null for the plan that the options ask for. */
    private final PeersPlan fixedPlan;

    private final Measurements measurements;

    /** Makes what is to be measured. */
    @FunctionalInterface
    interface Measurements {
        List<Measurement> of(PeersPlan plan, PrivateDirectory scratch) throws IOException, InterruptedException;
    }

    public PeersCommand() {
        this(null, new PeersMeasurements("python3")::all);
    }

    /** One that measures as much as {@code plan} says, whatever the options say. */
    PeersCommand(PeersPlan plan, Measurements measurements) {
        this.fixedPlan = plan;
        this.measurements = measurements;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchJson json;
        try {
            json = BenchJson.to(jsonFile);
        } catch (IOException e) {
            throw new UserError(e.getMessage());
        }
        OutputFile.check(svgFile);
        PrintWriter err = spec.commandLine().getErr();
        PeersPlan plan = plan();
        var samples = new Samples();
        List<String> failures;
        try (var scratch = PrivateDirectory.create()) {
            failures =
                    new Rounds(plan.bench(), ROUND_LIMIT_NANOS, NAME, err).run(measurements.of(plan, scratch), samples);
        }
        PeerGoals.addTo(samples);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        out.print(PeersTable.goals(samples));
        out.println();
        out.print(BenchTable.text(listed(), plan.bench(), samples));
        json.write(all(), samples);
        OutputFile.write(svgFile, new PeersPicture(samples).svg(plan.bench().rounds()));
        out.println("written to " + json.file() + " and " + svgFile.toAbsolutePath());
        out.flush();
        failures.forEach(failure -> err.println(NAME + ": " + failure));
        return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private PeersPlan plan() {
        if (fixedPlan != null) {
            return fixedPlan;
        }
        return brief ? PeersPlan.brief() : PeersPlan.full();
    }

    /** What has a row of its own; the points of the picture have not. */
    private static List<Metric> listed() {
        var listed = new ArrayList<Metric>(PeersMeasurements.POOL_FIGURES);
        listed.addAll(List.of(GoalFigure.values()));
        PeersMeasurements.PEERS.forEach(peer -> listed.addAll(PeerFigure.of(peer)));
        return listed;
    }

    private static List<Metric> all() {
        var all = new ArrayList<Metric>(listed());
        PeerGoals.ALL.forEach(each -> all.add(each.goal()));
        for (Contender contender : Contender.values()) {
            all.addAll(CurveFigure.of(contender));
        }
        return all;
    }
}
