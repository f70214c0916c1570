package dev.procpool.demo.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the pipes cost: no pool that talks to its workers over pipes can be faster. */
public final class PipeFloor implements Measurement {

    private static final int PING_BYTES = 64;

    private final BareJvm bareJvm;

    /** Guarded by this. */
    private final List<EchoJvm> started = new ArrayList<>();

    /** Guarded by this. Once true, always true. */
    private boolean closed;

    private EchoJvm pings;
    private EchoJvm blocks;

    public PipeFloor(BareJvm bareJvm) {
        this.bareJvm = bareJvm;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(Figure.PIPE_RTT, Figure.PIPE_GBPS);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        if (pings == null) {
            pings = start(PING_BYTES);
            blocks = start(Block.MIB);
        }
        samples.add(Figure.PIPE_RTT, pings.exchanges(nanosPerFigure).medianNanos() / 1e3);
        samples.add(Figure.PIPE_GBPS, blocks.block().gigabytesPerSecond(blocks.exchanges(nanosPerFigure)));
    }

    private synchronized EchoJvm start(int blockBytes) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        var echo = new EchoJvm(bareJvm, blockBytes);
        started.add(echo);
        return echo;
    }

    @Override
    public synchronized void close() {
        closed = true;
        started.forEach(EchoJvm::close);
    }
}
