package dev.procpool.faults;

import dev.procpool.PoolListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which workers came and went. */
class Happenings implements PoolListener {

    final Map<Integer, Long> pids = new ConcurrentHashMap<>();
    final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void workerReady(int worker, long pid) {
        pids.put(worker, pid);
    }

    @Override
    public void workerEnded(int worker, String how) {
        ends.add(how);
    }
}
