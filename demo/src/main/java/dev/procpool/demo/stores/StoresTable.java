package dev.procpool.demo.stores;

import dev.procpool.demo.bench.BenchTable;
import dev.procpool.demo.bench.Goal;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;
import dev.procpool.demo.stores.StoreFigure.Kind;
import java.util.List;

/** The figures for people: a row for each store, one for each way to scan, one for each goal. */
final class StoresTable {

    private final Samples samples;
    private final StringBuilder text = new StringBuilder();

    StoresTable(Samples samples) {
        this.samples = samples;
    }

    String text(String heading, List<Store> stores) {
        line(heading);
        stores(stores);
        scan();
        goals();
        return text.toString();
    }

    private void stores(List<Store> stores) {
        cell("store");
        for (Kind kind : Kind.values()) {
            text.append(String.format(" %13s", kind.key()));
        }
        line("");
        for (Store store : stores) {
            cell(store.name());
            for (StoreFigure figure : StoreFigure.all(store.name())) {
                text.append(String.format(" %13s", median(figure)));
            }
            line("");
            for (StoreFigure figure : StoreFigure.all(store.name())) {
                samples.whyAbsent(figure).ifPresent(why -> line("  " + figure.key() + ": " + why));
            }
        }
    }

    private void scan() {
        for (ScanFigure figure : ScanFigure.values()) {
            cell(figure.key());
            line(String.format(" %13s %-5s", median(figure), figure.unit())
                    + samples.whyAbsent(figure).orElse(range(figure)));
        }
    }

    private void goals() {
        for (Goal goal : Goals.ALL) {
            line(String.format(
                    "%-46s %9s %-3s goal: %-15s %s",
                    goal.what(), median(goal), goal.unit(), goal.limitText(), goal.verdict(samples)));
        }
    }

    private void cell(String name) {
        text.append(String.format("%-18s", name));
    }

    private void line(String end) {
        text.append(end).append(System.lineSeparator());
    }

    private String median(Metric metric) {
        return samples.has(metric) ? BenchTable.number(samples.median(metric)) : "-";
    }

    private String range(Metric metric) {
        return samples.has(metric)
                ? BenchTable.number(samples.min(metric)) + ".." + BenchTable.number(samples.max(metric))
                : "not measured";
    }
}
