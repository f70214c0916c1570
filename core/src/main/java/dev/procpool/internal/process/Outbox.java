package dev.procpool.internal.process;

import dev.procpool.wire.ToWorkerWriter;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is to be said to one worker and has not been written yet, in its order. One thread writes at a time, and what comes
 * meanwhile it writes as well: so many messages cost one call of the system. Thread-safe.
 */
final class Outbox {

    private final Queue<Outgoing> messages = new ConcurrentLinkedQueue<>();

    /** How many have been added and not written: whoever raises it from 0 sees to it that they are. */
    private final AtomicInteger unwritten = new AtomicInteger();

    /** Something to be said. */
    @FunctionalInterface
    interface Message {
        void writeTo(ToWorkerWriter worker) throws IOException;
    }

    /** @param bodyBytes that it comes to, beside its header */
    record Outgoing(long bodyBytes, Message message) {}

    /** @return whether the caller has to see to it that it is written */
    boolean add(long bodyBytes, Message message) {
        messages.add(new Outgoing(bodyBytes, message));
        return unwritten.getAndIncrement() == 0;
    }

    /** The next that is to be written; null if there is none at this moment. By the thread that writes. */
    Outgoing peek() {
        return messages.peek();
    }

    /** It has been written. By the thread that writes. */
    void remove() {
        messages.remove();
    }

    /** @return whether there is more to be written, by the caller; else it is another's turn */
    boolean hasMoreThan(int written) {
        return unwritten.addAndGet(-written) > 0;
    }
}
