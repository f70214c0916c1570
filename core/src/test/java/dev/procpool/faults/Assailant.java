package dev.procpool.faults;

import dev.procpool.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends signals to workers, now and then. What it has stopped it continues. */
final class Assailant {

    private static final int LONGEST_STOP_MILLIS = 700;

    private final Random random;
    private final Happenings happenings;
    private final ScheduledExecutorService later;
    private final int pauseMillis;

    /** Before the signal is sent. */
    final Set<Long> killed = ConcurrentHashMap.newKeySet();

    private volatile boolean tired;

    Assailant(Random random, Happenings happenings, ScheduledExecutorService later) {
        this.random = random;
        this.happenings = happenings;
        this.later = later;
        this.pauseMillis = 200 + random.nextInt(2_500);
    }

    void strikeLater() {
        later.schedule(this::strike, 1 + random.nextInt(2 * pauseMillis), TimeUnit.MILLISECONDS);
    }

    /** What is stopped is still continued. */
    void noMore() {
        tired = true;
    }

    private void strike() {
        if (tired) {
            return;
        }
        List<Long> pids = happenings.pids.values().stream()
                .filter(pid -> ProcessHandle.of(pid).isPresent())
                .toList();
        // Where JVMs start slowly there would be none left that does some work.
        boolean restrained = 2 * killed.size() > happenings.pids.size();
        if (!pids.isEmpty() && !restrained) {
            hit(pids.get(random.nextInt(pids.size())));
        }
        strikeLater();
    }

    private void hit(long pid) {
        switch (random.nextInt(3)) {
            case 0 -> {
                killed.add(pid);
                signal("KILL", pid);
            }
            case 1 -> {
                killed.add(pid);
                signal("TERM", pid);
            }
            default -> {
                signal("STOP", pid);
                later.schedule(() -> signal("CONT", pid), random.nextInt(LONGEST_STOP_MILLIS), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Only to what is still our child: a process id may be used again. */
    private static void signal(String name, long pid) {
        boolean ours = ProcessHandle.current().children().anyMatch(child -> child.pid() == pid);
        if (!ours) {
            return;
        }
        try {
            ChildJvm.signal(name, pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (AssertionError e) {
            // It has ended meanwhile.
        }
    }
}
