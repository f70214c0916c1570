package dev.procpool.internal.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a pool's workers can have a {@link ClassArchive}, and which. */
final class Sharing {

    private static final List<String> WITHOUT_EFFECT = List.of(
            "-D",
            "-Xlog",
            "-verbose",
            "-XX:ErrorFile=",
            "-XX:LogFile=",
            "-XX:StartFlightRecording",
            "-XX:FlightRecorderOptions",
            "-XX:+HeapDump",
            "-XX:HeapDumpPath=");

    private Sharing() {}

    /**
     * Finds or makes the place of the archive.
     *
     * @param java the command of a worker's JVM, up to its class path
     * @return empty if there cannot be one
     */
    static Optional<ClassArchive> archive(WorkerConfig config, List<String> java, List<Path> classPath) {
        List<String> options = java.subList(1, java.size());
        var chosen = ChosenOptions.of(options, config.env());
        if (chosen.hidden() || chosen.sharing() || !isPossible()) {
            return Optional.empty();
        }
        Optional<Path> cache = CacheDirectory.find(config.cacheDirectory());
        if (cache.isEmpty()) {
            return Optional.empty();
        }
        List<String> opens = PathingJar.opens();
        var key = ArchiveKey.of(thoseThatMatter(options), opens, ClassPath.withWhatItNames(classPath));
        byte[] jar = PathingJar.forArchive(cache.get().resolve(key.name()), opens, classPath);
        return ClassArchive.open(cache.get(), key, jar);
    }

    /** The command of a JVM that makes an archive for workers of this command. */
    static List<String> trainingCommand(List<String> java) {
        List<String> command = new ArrayList<>(List.of(java.get(0)));
        command.addAll(thoseThatMatter(java.subList(1, java.size())));
        return command;
    }

    /** Whether the JVM is HotSpot and has its own archive, on which ours is built. */
    private static boolean isPossible() {
        Path jvm = Path.of(System.getProperty("java.home"), "lib", "server");
        return jvm.resolve("classes.jsa").toFile().isFile();
    }

    /**
     * Those of a worker's options that matter to an archive, and that a training is started with. Not properties, which differ
     * from run to run, and not what writes files: those are the workers'.
     */
    static List<String> thoseThatMatter(List<String> options) {
        List<String> matter = new ArrayList<>();
        for (String option : options) {
            if (!startsWithAny(option, WITHOUT_EFFECT)) {
                matter.add(option);
            }
        }
        return matter;
    }

    private static boolean startsWithAny(String option, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (option.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
