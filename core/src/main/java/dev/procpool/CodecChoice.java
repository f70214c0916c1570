package dev.procpool;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FstCodec;
import dev.procpool.codec.FstOpens;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.TaskCodec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how objects travel: FST where this JVM lets it work. In two steps, because the workers' JVMs need to know the
 * decision only.
 */
final class CodecChoice {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private CodecChoice() {}

    /**
     * The id of the codec to be used.
     *
     * @param given null for the best
     */
    static byte wireId(TaskCodec given) {
        if (given != null) {
            return given.wireId();
        }
        List<String> missing = FstOpens.missing();
        if (missing.isEmpty()) {
            return FstCodec.WIRE_ID;
        }
        if (SAID.compareAndSet(false, true)) {
            Log.LOG.info(
                    "objects travel by Java serialization; FST would be faster, but this JVM does not open {} to it."
                            + " To get FST, put 'Add-Opens: {}' into the manifest of the program's jar, or set"
                            + " JDK_JAVA_OPTIONS to --add-opens=<package>=ALL-UNNAMED for each of them",
                    missing,
                    String.join(" ", missing));
        }
        return JdkCodec.WIRE_ID;
    }

    /** @param wireId what {@link #wireId} said of {@code given} */
    static FallbackCodec codec(TaskCodec given, byte wireId) {
        if (given != null) {
            return FallbackCodec.preferring(given);
        }
        return wireId == FstCodec.WIRE_ID ? FallbackCodec.preferFst() : FallbackCodec.jdkOnly();
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);
    }
}
