package dev.procpool;

import dev.procpool.codec.FstCodec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;

/** A parent that runs one task and then says how many FST codecs it has. Argument: {@code given} or {@code default}. */
final class CodecsMain {

    private CodecsMain() {}

    public static void main(String[] args) throws Exception {
        var builder = ProcessPool.builder().workers(1);
        if (args[0].equals("given")) {
            builder.codec(new FstCodec());
        }
        try (var pool = builder.build()) {
            // Nothing that has a way of its own past FST.
            pool.submit(() -> new ArrayList<>(List.of(1))).get();
            System.out.println("codecs " + liveInstances(FstCodec.class));
        }
    }

    private static long liveInstances(Class<?> type) throws Exception {
        var histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        // rank: instances bytes class (module)
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(type.getName()))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }
}
