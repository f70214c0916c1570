package dev.procpool.internal.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the user has chosen of a worker's JVM. Of most options the JVM takes the last one it is given, and the user's come
 * last; this is about those that would not start, or would not have the effect they were meant to, beside ours.
 */
record ChosenOptions(List<String> options) {

    /** The variables a JVM reads options from. */
    static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** Those on the worker's command line, and those that the user puts into its environment. */
    static ChosenOptions of(List<String> jvmArgs, Map<String, String> env) {
        List<String> options = new ArrayList<>(jvmArgs);
        for (String variable : VARIABLES) {
            String value = env.get(variable);
            if (value != null) {
                Collections.addAll(options, value.split("\\s+"));
            }
        }
        return new ChosenOptions(List.copyOf(options));
    }

    /** Whether some are where they cannot be seen from here. */
    boolean hidden() {
        return !options.isEmpty() && any(Patterns.IN_A_FILE);
    }

    boolean heap() {
        return !options.isEmpty() && any(Patterns.HEAP);
    }

    boolean collector() {
        return !options.isEmpty() && any(Patterns.COLLECTOR);
    }

    boolean cpus() {
        return !options.isEmpty() && any(Patterns.CPUS);
    }

    /** Whether an archive of classes could not be made or used with them, or is the user's own affair. */
    boolean sharing() {
        return !options.isEmpty() && any(Patterns.SHARING);
    }

    private boolean any(Pattern pattern) {
        for (String option : options) {
            if (pattern.matcher(option).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Not compiled where nothing has been chosen. */
    private static final class Patterns {

        static final Pattern IN_A_FILE = Pattern.compile("@.*|-XX:(Flags|VMOptionsFile)=.*");

        /** Not only the largest: a JVM refuses to start if the initial, least or soft limit is above it. */
        static final Pattern HEAP = Pattern.compile(
                "-X?m[xs].*|-XX:((Max|Initial|Min|SoftMax)HeapSize|M(ax|in)RAM.*|ErgoHeapSizeLimit)=.*|-XX:\\+AggressiveHeap");

        /** A JVM refuses to start with two collectors, and {@code AggressiveHeap} brings one along. */
        static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC|-XX:\\+AggressiveHeap");

        /** JDK 17 refuses to start with more concurrent threads than parallel ones, which it derives from the CPUs. */
        static final Pattern CPUS = Pattern.compile("-XX:(ActiveProcessorCount|ParallelGCThreads|ConcGCThreads)=.*");

        /** Agents and debuggers change classes as they are loaded; another module graph has other classes. */
        static final Pattern SHARING =
                Pattern.compile("-Xshare:.*|-XX:.*(SharedArchive|ArchiveClasses|ArchiveRelocation"
                        + "|SharedClassList|SharedSpaces|AOT).*|-(javaagent|agentlib|agentpath|Xrun|Xdebug|Xbootclasspath).*"
                        + "|-(D?jdk\\.|D?java\\.system\\.class\\.loader).*|--(patch-module|limit-modules|upgrade-module-path"
                        + "|module-path|add-modules).*");
    }
}
