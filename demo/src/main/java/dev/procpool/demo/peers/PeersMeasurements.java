package dev.procpool.demo.peers;

import dev.procpool.demo.bench.BareJvm;
import dev.procpool.demo.bench.Figure;
import dev.procpool.demo.bench.FirstResult;
import dev.procpool.demo.bench.FreshParent;
import dev.procpool.demo.bench.JvmStart;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.PipeFloor;
import dev.procpool.demo.bench.PoolFigures;
import dev.procpool.demo.peers.PeerFigure.Kind;
import dev.procpool.internal.process.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is measured, in the order of a round: the pool and its floors, then the peers that are there.
 *
 * @param interpreter Python's command
 */
record PeersMeasurements(String interpreter) {

    static final List<Contender> PEERS = List.of(Contender.PP4J, Contender.EXECUTOR, Contender.MULTIPROCESSING);

    /** Those of {@code bench} that are measured here. */
    static final List<Figure> POOL_FIGURES = List.of(
            Figure.PIPE_RTT,
            Figure.PIPE_GBPS,
            Figure.JVM_START,
            Figure.FIRST_RESULT,
            Figure.POOL_RTT,
            Figure.POOL_RTT_P99,
            Figure.POOL_TASKS,
            Figure.POOL_MAP,
            Figure.POOL_PAYLOAD,
            Figure.POOL_PAYLOAD_PIPE);

    List<Measurement> all(PeersPlan plan, PrivateDirectory scratch) throws IOException, InterruptedException {
        var bareJvm = new BareJvm(scratch);
        var parent = new FreshParent(scratch);
        var bench = plan.bench();
        List<Measurement> all = new ArrayList<>(List.of(
                new PipeFloor(bareJvm),
                new PoolFigures(bench.batchTasks(), bench.mapInputs()),
                new JvmStart(bareJvm),
                FirstResult.ofPool(Figure.FIRST_RESULT, parent, scratch),
                new WorkersFigures(bench.batchTasks()),
                new IdleFigures(parent, plan.idleNanos()),
                new QueueFigures(parent, scratch, plan.queuedTasks()),
                // Their own figures are those of bench, or nobody asks for them.
                new ContenderMeasurement(Contender.POOL, List.of(), new JavaRunner(new OwnProcess()), plan),
                new ContenderMeasurement(Contender.THREADS, List.of(), new JavaRunner(new OwnThread()), plan)));
        all.addAll(pp4j(plan, parent));
        all.addAll(python(plan, scratch));
        return all;
    }

    private static List<Measurement> pp4j(PeersPlan plan, FreshParent parent) {
        String whyNot = Pp4j.whyNot();
        return whyNot == null
                ? List.of(
                        peer(Contender.PP4J, new JavaRunner(new Pp4j()), plan),
                        FirstResult.of(
                                new PeerFigure(Contender.PP4J, Kind.FIRST_RESULT), Pp4jFirstResultMain.class, parent))
                : List.of(absent(Contender.PP4J, whyNot));
    }

    private List<Measurement> python(PeersPlan plan, PrivateDirectory scratch) throws InterruptedException {
        var python = new Python(interpreter, scratch);
        Optional<String> whyNot = python.whyNot();
        List<Measurement> all = new ArrayList<>();
        for (Contender contender : List.of(Contender.EXECUTOR, Contender.MULTIPROCESSING)) {
            if (whyNot.isPresent()) {
                all.add(absent(contender, whyNot.get()));
            } else {
                all.add(peer(contender, new PythonRunner(python, contender), plan));
                all.add(new FirstResult(
                        new PeerFigure(contender, Kind.FIRST_RESULT), number -> first(python, contender, number)));
            }
        }
        return all;
    }

    private static List<String> first(Python python, Contender contender, int number) {
        try {
            return python.command("first", contender.key(), Integer.toString(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Measurement peer(Contender peer, Runner runner, PeersPlan plan) {
        List<PeerFigure> warm = PeerFigure.of(peer).stream()
                .filter(figure -> figure.kind() != Kind.FIRST_RESULT)
                .toList();
        return new ContenderMeasurement(peer, warm, runner, plan);
    }

    private static Measurement absent(Contender peer, String whyNot) {
        return new Absent(
                whyNot,
                Stream.concat(PeerFigure.of(peer).stream(), CurveFigure.of(peer).stream())
                        .toList());
    }
}
