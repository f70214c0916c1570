package dev.procpool.codec;

import java.util.ArrayList;
import java.util.List;

/** The packages FST reads and writes by reflection: the one list from which manifests and command lines are made. */
public final class FstOpens {

    private static final List<String> ALL = List.of(
            "java.base/java.lang",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.lang.invoke",
            "java.base/java.math",
            "java.base/java.time",
            "java.base/java.net",
            "java.base/java.text",
            "java.base/java.io",
            "java.sql/java.sql");

    private FstOpens() {}

    /** All of them as {@code module/package}, in a fixed order. */
    public static List<String> all() {
        return ALL;
    }

    /** The value of a jar manifest's {@code Add-Opens} attribute. */
    public static String manifestValue() {
        return String.join(" ", ALL);
    }

    /** What {@code reader} lacks here; a module that is not in this JVM, as java.sql in a small image, is not lacked. */
    static List<String> missingFor(Module reader) {
        var missing = new ArrayList<String>();
        for (String open : ALL) {
            int slash = open.indexOf('/');
            ModuleLayer.boot()
                    .findModule(open.substring(0, slash))
                    .filter(module -> !module.isOpen(open.substring(slash + 1), reader))
                    .ifPresent(module -> missing.add(open));
        }
        return List.copyOf(missing);
    }
}
