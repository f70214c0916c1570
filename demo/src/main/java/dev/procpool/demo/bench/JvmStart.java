package dev.procpool.demo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What a JVM costs that does nothing. */
public final class JvmStart implements Measurement {

    private final BareJvm bareJvm;

    /** The one that runs now, or the last one; null before the first. */
    private volatile Process process;

    public JvmStart(BareJvm bareJvm) {
        this.bareJvm = bareJvm;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(Figure.JVM_START);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        Durations starts = Durations.repeat(
                nanosPerFigure,
                number -> startToExit(),
                (number, said) -> WrongAnswerException.unlessEqual("JVM " + number, "hello", said));
        samples.add(Figure.JVM_START, starts.medianNanos() / 1e6);
    }

    private String startToExit() throws IOException, InterruptedException {
        Process started = bareJvm.start(HelloMain.class);
        process = started;
        try {
            byte[] said = started.getInputStream().readAllBytes();
            started.waitFor();
            return new String(said, StandardCharsets.UTF_8).strip();
        } finally {
            started.destroyForcibly();
        }
    }

    @Override
    public void close() {
        Process last = process;
        if (last != null) {
            last.destroyForcibly();
        }
    }
}
