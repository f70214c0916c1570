package dev.procpool;

import dev.procpool.codec.FstCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.TaskCodec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides how objects travel: FST where this JVM lets it work. */
final class CodecChoice {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private CodecChoice() {}

    /** @param wanted null for the best */
    static TaskCodec usable(TaskCodec wanted) {
        if (wanted instanceof JdkCodec) {
            return wanted;
        }
        List<String> missing = FstCodec.missingOpens();
        if (missing.isEmpty()) {
            return wanted == null ? new FstCodec() : wanted;
        }
        if (SAID.compareAndSet(false, true)) {
            LOG.info(
                    "objects travel by Java serialization; FST would be faster, but this JVM does not open {} to it."
                            + " To get FST, put 'Add-Opens: {}' into the manifest of the program's jar, or set"
                            + " JDK_JAVA_OPTIONS to --add-opens=<package>=ALL-UNNAMED for each of them",
                    missing,
                    String.join(" ", missing));
        }
        return new JdkCodec();
    }
}
