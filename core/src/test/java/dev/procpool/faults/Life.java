package dev.procpool.faults;

import dev.procpool.BroadcastScope;
import dev.procpool.FullQueue;
import dev.procpool.MapOptions;
import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.WorkerCrashedException;
import dev.procpool.WorkerOutput;
import dev.procpool.codec.JdkCodec;
import dev.procpool.task.RemoteCallable;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One pool with settings by chance, from its start to its end, and what is done to it by chance. The same seed gives the
 * same orders; in which order they meet is left to the machine.
 */
final class Life {

    private static final int STEPS = 60;
    private static final int MOST_IN_A_STEP = 10;

    /** Each may cost a worker, so this is what the end has to wait for. */
    private static final int MOST_UNFINISHED = 25;

    private static final int LONGEST_PATIENCE_MILLIS = 400;

    private final Random random;
    private final Map<String, Integer> counts;
    private final Happenings happenings = new Happenings();
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    private final Assailant assailant;
    private final ProcessPool pool;
    private final List<Order> orders = new ArrayList<>();
    private final List<TaskFuture<Long>> broadcasts = new ArrayList<>();

    /** What went wrong on threads that are not the test's. */
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();

    private int laterBroadcasts;
    private long lastId;

    /** @param counts of what has happened, added to */
    Life(long seed, Map<String, Integer> counts) {
        this.random = new Random(seed);
        this.counts = counts;
        this.assailant = new Assailant(new Random(seed + 1), happenings, later);
        this.pool = pool();
    }

    private ProcessPool pool() {
        var builder = ProcessPool.builder()
                .workers(1 + random.nextInt(4))
                .name("campaign")
                .jvmArgs("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .output(WorkerOutput.discard())
                .cancelGrace(Duration.ofMillis(100 + random.nextInt(400)))
                .spareWorkers(random.nextInt(2))
                // Never CALLER_RUNS: some of the tasks would end this JVM.
                .whenQueueFull(random.nextBoolean() ? FullQueue.BLOCK : FullQueue.REJECT)
                .listener(happenings);
        if (random.nextBoolean()) {
            builder.maxTasksPerWorker(3 + random.nextInt(30));
        }
        if (random.nextBoolean()) {
            builder.idleTimeout(Duration.ofMillis(1 + random.nextInt(500)));
        }
        if (random.nextBoolean()) {
            builder.queueCapacity(1 + random.nextInt(MOST_UNFINISHED));
        }
        if (random.nextInt(4) == 0) {
            builder.initializer(() -> System.out.println("hello"));
        }
        if (random.nextInt(4) == 0) {
            builder.codec(new JdkCodec());
        }
        return builder.build();
    }

    @Override
    public String toString() {
        return pool + ", unfinished=" + unfinished() + ", ends=" + happenings.ends;
    }

    /** @param deadlineNanos after which no step is begun */
    void run(long deadlineNanos) throws InterruptedException {
        boolean giveUp = random.nextInt(3) == 0;
        try {
            assailant.strikeLater();
            for (int i = 0; i < STEPS && System.nanoTime() - deadlineNanos < 0; i++) {
                step();
            }
            if (giveUp) {
                pool.shutdownNow();
            }
        } finally {
            assailant.noMore();
            later.shutdown();
            if (!later.awaitTermination(Patience.surely().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the cancels and signals that were due have not come");
            }
        }
        // From here nothing is done any more that would help a task that is stuck.
        for (Order order : orders) {
            count(order.end(endLimit(), assailant.killed, giveUp));
        }
        for (TaskFuture<Long> broadcast : broadcasts) {
            count("broadcast "
                    + new Order(0, Deed.RETURN, TaskOptions.none(), broadcast)
                            .end(endLimit(), assailant.killed, giveUp));
        }
        pool.close();
        count("pools");
        count("workers", happenings.pids.size());
        count("workers killed", assailant.killed.size());
        for (long pid : happenings.pids.values()) {
            if (ProcessHandle.current().children().anyMatch(child -> child.pid() == pid)) {
                throw new AssertionError("worker with pid " + pid + " lives on");
            }
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.size() + " problems, the first is the cause", problems.get(0));
        }
    }

    /** The pool ends with the test, whatever has happened. */
    void abandon() {
        pool.shutdownNow();
        later.shutdownNow();
    }

    private static Duration endLimit() {
        return Patience.surely().multipliedBy(4);
    }

    private void step() {
        Await.until(() -> unfinished() < MOST_UNFINISHED, endLimit(), () -> "no task ends: " + this);
        switch (random.nextInt(20)) {
            case 0 -> broadcast();
            case 1 -> map();
            default -> {
                int several = 1 + random.nextInt(MOST_IN_A_STEP);
                for (int i = 0; i < several; i++) {
                    submit();
                }
            }
        }
    }

    private long unfinished() {
        return orders.stream().filter(order -> !order.isDone()).count();
    }

    private void submit() {
        Deed deed = deed();
        long id = ++lastId;
        TaskOptions options = TaskOptions.retries(random.nextInt(3));
        boolean limited = random.nextInt(deed.endsByItself() ? 8 : 2) == 0;
        if (limited) {
            options = options.withTimeout(Duration.ofMillis(1 + random.nextInt(LONGEST_PATIENCE_MILLIS)));
        }
        Order order;
        try {
            order = new Order(id, deed, options, pool.submit(deed.task(id), options));
        } catch (RejectedExecutionException e) {
            require(
                    e.getClass() == RejectedExecutionException.class
                            && e.getMessage().contains("queue is full"),
                    e);
            count("rejected");
            return;
        }
        orders.add(order);
        if (random.nextInt(6) == 0) {
            cancelLater(order, random.nextBoolean());
        }
        if (!deed.endsByItself() && !limited) {
            cancelLater(order, true);
        }
    }

    /** What costs a worker is rarer. */
    private Deed deed() {
        Deed[] all = Deed.values();
        Deed first = all[random.nextInt(all.length)];
        return first.ordinal() >= Deed.HALT.ordinal() && random.nextInt(6) > 0 ? Deed.RETURN : first;
    }

    private void cancelLater(Order order, boolean mayInterrupt) {
        later.schedule(
                () -> {
                    try {
                        order.cancel(mayInterrupt);
                    } catch (RuntimeException | Error e) {
                        problems.add(e);
                    }
                },
                random.nextInt(LONGEST_PATIENCE_MILLIS),
                TimeUnit.MILLISECONDS);
    }

    private void broadcast() {
        boolean laterToo = random.nextInt(3) == 0 && ++laterBroadcasts < 3;
        RemoteCallable<Long> task = () -> 0L;
        broadcasts.addAll(
                pool.broadcast(task, laterToo ? BroadcastScope.LATER_WORKERS_TOO : BroadcastScope.PRESENT_WORKERS));
    }

    /** Takes a part of the results, or all. */
    private void map() {
        int inputs = 1 + random.nextInt(200);
        int taken = random.nextBoolean() ? inputs : random.nextInt(inputs);
        MapOptions options =
                MapOptions.task(TaskOptions.retries(random.nextInt(3))).withChunkSize(1 + random.nextInt(20));
        if (random.nextBoolean()) {
            options = options.withAsCompleted();
        }
        Set<Integer> seen = new HashSet<>();
        try (Stream<Integer> results =
                pool.map(n -> n * 3, IntStream.range(0, inputs).boxed().toList(), options)) {
            Iterator<Integer> each = results.iterator();
            for (int i = 0; i < taken; i++) {
                try {
                    int result = each.next();
                    require(result % 3 == 0 && result / 3 < inputs && seen.add(result), result);
                    require(!options.isOrdered() || result == 3 * i, result + " in place of " + 3 * i);
                    count("element");
                } catch (CompletionException e) {
                    mapFailure(e.getCause());
                }
            }
            require(taken < inputs || !each.hasNext(), "more results than inputs");
        } catch (RejectedExecutionException e) {
            require(e.getMessage().contains("queue is full"), e);
            count("map rejected");
        }
    }

    private void mapFailure(Throwable failure) {
        if (!(failure instanceof WorkerCrashedException crash) || !assailant.killed.contains(crash.pid())) {
            throw new AssertionError("an element failed, and nothing that was done to it explains that", failure);
        }
        count("element lost");
    }

    private static void require(boolean condition, Object otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise.toString(), otherwise instanceof Throwable t ? t : null);
        }
    }

    private void count(String what) {
        count(what, 1);
    }

    private void count(String what, int by) {
        counts.merge(what, by, Integer::sum);
    }
}
