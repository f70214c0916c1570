package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Figure;
import dev.procpool.demo.bench.Goal;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;
import dev.procpool.demo.peers.PeerFigure.Kind;
import java.util.List;

/** How fast the pool is to be, beside the machine and beside the peers. */
final class PeerGoals {

    private static final PeerFigure PP4J_RTT = new PeerFigure(Contender.PP4J, Kind.RTT);
    private static final PeerFigure PP4J_TASKS = new PeerFigure(Contender.PP4J, Kind.TASKS);
    private static final PeerFigure PP4J_FIRST = new PeerFigure(Contender.PP4J, Kind.FIRST_RESULT);
    private static final PeerFigure EXECUTOR_RTT = new PeerFigure(Contender.EXECUTOR, Kind.RTT);
    private static final PeerFigure EXECUTOR_TASKS = new PeerFigure(Contender.EXECUTOR, Kind.TASKS);
    private static final PeerFigure POOL_TASKS = new PeerFigure(Contender.MULTIPROCESSING, Kind.TASKS);
    private static final PeerFigure POOL_MAP = new PeerFigure(Contender.MULTIPROCESSING, Kind.MAP);

    /** Beyond the workers, of which each may have one. */
    private static final int MORE_THREADS = 2;

    static final List<PeerGoal> ALL = List.of(
            most("rtt_to_floor", Figure.POOL_RTT, 1.0, Figure.PIPE_RTT),
            most("rtt_to_pp4j", Figure.POOL_RTT, 1.0 / 8, PP4J_RTT),
            most("rtt_to_process_pool_executor", Figure.POOL_RTT, 1.0 / 4, EXECUTOR_RTT),
            least("tasks_per_s", Figure.POOL_TASKS, 400_000, null),
            least("tasks_to_pp4j", Figure.POOL_TASKS, 60, PP4J_TASKS),
            least("tasks_to_process_pool_executor", Figure.POOL_TASKS, 30, EXECUTOR_TASKS),
            least("tasks_to_multiprocessing_pool", Figure.POOL_TASKS, 8, POOL_TASKS),
            least("map_to_multiprocessing_pool", Figure.POOL_MAP, 1.5, POOL_MAP),
            least("payload_pipe_to_floor", Figure.POOL_PAYLOAD_PIPE, 0.8, Figure.PIPE_GBPS),
            least("payload_to_payload_pipe", Figure.POOL_PAYLOAD, 1.0, Figure.POOL_PAYLOAD_PIPE),
            most("first_result_to_jvm_start", Figure.FIRST_RESULT, 2.0, Figure.JVM_START),
            most("first_result_to_pp4j", Figure.FIRST_RESULT, 1.0 / 4, PP4J_FIRST),
            least("workers8_to_workers2", GoalFigure.WORKERS_8, 0.9, GoalFigure.WORKERS_2),
            // None, that is; the system counts in steps of 10 ms.
            most("idle_cpu_ms", GoalFigure.IDLE_CPU, 20, null),
            most("idle_threads", GoalFigure.IDLE_THREADS, IdleFigures.WORKERS + MORE_THREADS, null),
            most("queued_heap_bytes", GoalFigure.QUEUED_HEAP, 1024, null),
            least("queued_done", GoalFigure.QUEUED_DONE, 1.0, GoalFigure.QUEUED));

    private PeerGoals() {}

    /** Adds all values that can be computed from what was measured. */
    static void addTo(Samples samples) {
        ALL.forEach(each -> each.addTo(samples));
    }

    private static PeerGoal most(String key, Metric figure, double limit, Metric beside) {
        return new PeerGoal(Goal.most(key, unit(figure, beside), figure.key(), limit), figure, beside);
    }

    private static PeerGoal least(String key, Metric figure, double limit, Metric beside) {
        return new PeerGoal(Goal.least(key, unit(figure, beside), figure.key(), limit), figure, beside);
    }

    private static String unit(Metric figure, Metric beside) {
        return beside == null ? figure.unit() : "x";
    }
}
