package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Metric;
import java.util.ArrayList;
import java.util.List;

/** One figure of one peer, measured as the pool's own of that name. */
record PeerFigure(Contender peer, Kind kind) implements Metric {

    enum Kind {
        /** From the creation of a pool to its first result, in a process that has done nothing else. */
        FIRST_RESULT("first_result_ms", "ms"),
        /** Submit a task, get its result. */
        RTT("rtt_us", "us"),
        /** Independent tasks, submitted in batches that are all in flight. */
        TASKS("tasks_per_s", "1/s"),
        /** Elements of a map of a trivial function over integers, in chunks of 1,000. */
        MAP("map_per_s", "1/s");

        private final String key;
        private final String unit;

        Kind(String key, String unit) {
            this.key = key;
            this.unit = unit;
        }
    }

    @Override
    public String key() {
        return "peers." + peer.key() + "." + kind.key;
    }

    @Override
    public String unit() {
        return kind.unit;
    }

    /** What this peer has; PP4J has no map. */
    static List<PeerFigure> of(Contender peer) {
        var all = new ArrayList<PeerFigure>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.MAP || peer != Contender.PP4J) {
                all.add(new PeerFigure(peer, kind));
            }
        }
        return all;
    }
}
