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

    /**
     * As {@link FstCodec#missingOpens()}, for class paths, where FST need not be loaded to tell: in an image that lacks it
     * the answer is the same.
     */
    public static List<String> missing() {
        Module own = FstOpens.class.getModule();
        // On a class path FST is where we are; that it might be in a module, alone, is found out when it is used.
        return missingFor(own.isNamed() ? Fst.module() : own);
    }

    /** @throws IllegalStateException if any are missing */
    static void requireNone(List<String> missing) {
        if (!missing.isEmpty()) {
            throw new IllegalStateException("FST cannot be used in this JVM: these packages are not open to it: "
                    + missing + ". Open them by Add-Opens in the jar's manifest or --add-opens in JDK_JAVA_OPTIONS,"
                    + " or use JdkCodec");
        }
    }

    /** Verifying this class's code, not only running it, would load what is named here. */
    private static final class Fst {
        static Module module() {
            return org.nustaq.serialization.FSTConfiguration.class.getModule();
        }
    }

    /** What {@code reader} lacks here; a module that is not in this JVM, as java.sql in a small image, is not lacked. */
    static List<String> missingFor(Module reader) {
        var missing = new ArrayList<String>();
        for (String open : ALL) {
            int slash = open.indexOf('/');
            Module module =
                    ModuleLayer.boot().findModule(open.substring(0, slash)).orElse(null);
            if (module != null && !module.isOpen(open.substring(slash + 1), reader)) {
                missing.add(open);
            }
        }
        return List.copyOf(missing);
    }
}
