package dev.procpool.demo.bench;

import dev.procpool.internal.process.PrivateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: measures pool and machine in one run; a table on the screen, and a JSON file. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the pool, and beside it pipes, JVM and threads of this machine.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:a task was lost or returned something wrong, or a measurement failed",
            "2:a wrong argument; nothing was measured"
        })
public final class BenchCommand implements Callable<Integer> {

    @Option(names = "--short", description = "Fewer and shorter rounds: about 40 seconds instead of some two minutes.")
    private boolean brief;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = "demo/target/bench.json",
            description = "Where the figures go; by default ${DEFAULT-VALUE}.")
    private Path jsonFile;

    @Spec
    private CommandSpec spec;

    /** Null for the plan that the options ask for. */
    private final BenchPlan fixedPlan;

    private final Measurements measurements;

    /** Makes what is to be measured. */
    @FunctionalInterface
    interface Measurements {
        List<Measurement> of(BenchPlan plan, PrivateDirectory scratch);
    }

    public BenchCommand() {
        this(null, BenchCommand::all);
    }

    /** One that measures as much as {@code plan} says, whatever the options say. */
    BenchCommand(BenchPlan plan) {
        this(plan, BenchCommand::all);
    }

    BenchCommand(BenchPlan plan, Measurements measurements) {
        this.fixedPlan = plan;
        this.measurements = measurements;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        BenchJson json;
        try {
            json = BenchJson.to(jsonFile);
        } catch (IOException e) {
            err.println("bench: " + e.getMessage());
            return ExitCode.USAGE;
        }
        var samples = new Samples();
        BenchPlan plan = plan();
        List<String> failures;
        try (var scratch = PrivateDirectory.create()) {
            failures = new Rounds(plan, err).run(measurements.of(plan, scratch), samples);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        out.print(BenchTable.text(List.of(Figure.values()), plan, samples));
        json.write(List.of(Figure.values()), samples);
        out.println("written to " + json.file());
        out.flush();
        failures.forEach(failure -> err.println("bench: " + failure));
        return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private BenchPlan plan() {
        if (fixedPlan != null) {
            return fixedPlan;
        }
        return brief ? BenchPlan.brief() : BenchPlan.full();
    }

    private static List<Measurement> all(BenchPlan plan, PrivateDirectory scratch) {
        var bareJvm = new BareJvm(scratch);
        return List.of(
                new PipeFloor(bareJvm),
                new ThreadFigures(plan.batchTasks()),
                new PoolFigures(plan.batchTasks(), plan.mapInputs()),
                new JvmStart(bareJvm),
                FirstResult.ofPool(Figure.FIRST_RESULT, new FreshParent(scratch), scratch),
                new SharedFigures(scratch, plan.sharedBytes()));
    }
}
