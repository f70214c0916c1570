package dev.procpool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the lines go that tasks print. Called by one thread at a time, in the order in which each worker printed to each
 * of its two streams; a call that blocks holds up further output, not tasks; of what waits meanwhile, more than 16 MiB is
 * dropped, and a line says so.
 */
@FunctionalInterface
public interface WorkerOutput {

    void line(OutputLine line);

    /** This JVM's {@code System.out} and {@code System.err}, with a tag before each line. The default. */
    static WorkerOutput standardStreams() {
        return line -> (line.error() ? System.err : System.out).println(line.tagged());
    }

    /** SLF4J: logger {@code dev.procpool.output}, standard output at level info, standard error at warn. */
    static WorkerOutput log() {
        Logger log = LoggerFactory.getLogger("dev.procpool.output");
        return line -> {
            if (line.error()) {
                log.warn("{}", line.tagged());
            } else {
                log.info("{}", line.tagged());
            }
        };
    }

    /** Nowhere. */
    static WorkerOutput discard() {
        return line -> {};
    }
}
