package dev.procpool.demo.peers;

import dev.procpool.demo.bench.BenchTable;
import dev.procpool.demo.bench.Goal;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;

/** The goals for people, each beside the figure it is for. */
final class PeersTable {

    private static final String ROW = "%-26s %11s %-5s %-57s %8s  %s%n";

    private PeersTable() {}

    static String goals(Samples samples) {
        var text = new StringBuilder(String.format(ROW, "figure", "median", "unit", "goal", "ratio", "met"));
        PeerGoals.ALL.forEach(each -> text.append(row(each, samples)));
        return text.toString();
    }

    private static String row(PeerGoal each, Samples samples) {
        Goal goal = each.goal();
        Metric figure = each.figure();
        String limit = goal.limitText()
                + (each.beside() == null ? "" : " x " + each.beside().key());
        String ratio = each.beside() == null ? "" : median(goal, samples);
        return String.format(
                ROW, figure.key(), median(figure, samples), figure.unit(), limit, ratio, goal.verdict(samples));
    }

    private static String median(Metric metric, Samples samples) {
        return samples.has(metric) ? BenchTable.number(samples.median(metric)) : "-";
    }
}
