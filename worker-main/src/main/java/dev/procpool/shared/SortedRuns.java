package dev.procpool.shared;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** More entries than memory is meant to hold: sorted in runs, which go to a temporary file, and merged. For one thread. */
final class SortedRuns implements Closeable {

    private static final int MIN_BUFFER_BYTES = 1 << 12;
    private static final int MAX_BUFFER_BYTES = 1 << 18;

    private final LongSpill spill;
    private final boolean records;
    /** Where each run ends. */
    private final List<Long> ends = new ArrayList<>();

    SortedRuns(PayloadWriter out, boolean records) {
        this.spill = new LongSpill(out);
        this.records = records;
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }

    void add(SortedEntries run) {
        while (run.advance()) {
            spill.add(run.hash());
            long first = run.word();
            spill.add(first);
            if (records) {
                long more = IndexLayout.recordBytes(first) / Long.BYTES - 1;
                for (long i = 0; i < more; i++) {
                    spill.add(run.word());
                }
            }
        }
        ends.add(spill.bytes());
    }

    /**
     * Call it once, when all runs are there.
     *
     * @param maxBytes for the buffers of all runs together, unless that were less than 4 KiB for each
     */
    SortedEntries merged(int maxBytes) {
        int each = Math.max(MIN_BUFFER_BYTES, Math.min(MAX_BUFFER_BYTES, maxBytes / ends.size())) & -Long.BYTES;
        PriorityQueue<Run> first = new PriorityQueue<>(ends.size(), Comparator.naturalOrder());
        long begin = 0;
        for (long end : ends) {
            Run run = new Run(spill.reader(begin, end, each));
            if (run.advance()) {
                first.add(run);
            }
            begin = end;
        }
        return new Merged(first);
    }

    @Override
    public void close() {
        spill.close();
    }

    private static final class Run implements SortedEntries, Comparable<Run> {

        private final LongSpill.Reader in;
        private long hash;

        Run(LongSpill.Reader in) {
            this.in = in;
        }

        @Override
        public boolean advance() {
            if (!in.hasNext()) {
                return false;
            }
            hash = in.next();
            return true;
        }

        @Override
        public long hash() {
            return hash;
        }

        @Override
        public long word() {
            return in.next();
        }

        @Override
        public int compareTo(Run other) {
            return Long.compareUnsigned(hash, other.hash);
        }
    }

    private static final class Merged implements SortedEntries {

        /** Those that are not at their end, but for the current one. */
        private final PriorityQueue<Run> waiting;

        private Run current;

        Merged(PriorityQueue<Run> waiting) {
            this.waiting = waiting;
        }

        @Override
        public boolean advance() {
            if (current != null && current.advance()) {
                waiting.add(current);
            }
            current = waiting.poll();
            return current != null;
        }

        @Override
        public long hash() {
            return current.hash();
        }

        @Override
        public long word() {
            return current.word();
        }
    }
}
