package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Metric;
import java.util.ArrayList;
import java.util.List;

/** A point of the picture: one contender with tasks that keep a processor busy for so long. */
record CurveFigure(Contender contender, Kind kind, int taskMicros) implements Metric {

    static final List<Integer> TASK_MICROS = List.of(1, 10, 100, 1_000, 10_000);

    enum Kind {
        /** Submit a task, get its result; the task's own time is part of it. */
        RTT("rtt_us", "us"),
        /** Independent tasks, submitted in batches that are all in flight. */
        TASKS("tasks_per_s", "1/s");

        private final String key;
        private final String unit;

        Kind(String key, String unit) {
            this.key = key;
            this.unit = unit;
        }
    }

    @Override
    public String key() {
        return "curve." + contender.key() + "." + kind.key + "." + taskMicros + "us";
    }

    @Override
    public String unit() {
        return kind.unit;
    }

    static List<CurveFigure> of(Contender contender) {
        var all = new ArrayList<CurveFigure>();
        for (Kind kind : Kind.values()) {
            TASK_MICROS.forEach(micros -> all.add(new CurveFigure(contender, kind, micros)));
        }
        return all;
    }
}
