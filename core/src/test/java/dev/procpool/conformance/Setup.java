package dev.procpool.conformance;

import dev.procpool.FullQueue;
import dev.procpool.PoolListener;
import dev.procpool.ProcessPool;
import dev.procpool.TaskPool;
import dev.procpool.ThreadPool;
import dev.procpool.task.RemoteRunnable;
import java.time.Duration;

/** The settings that all backends with settings share: one pool, to be opened on any of them. */
final class Setup {

    private final ProcessPool.Builder processes = ProcessPool.builder();
    private final ThreadPool.Builder threads = ThreadPool.builder();

    private Setup() {}

    static Setup workers(int workers) {
        var setup = new Setup();
        setup.processes.workers(workers);
        setup.threads.workers(workers);
        return setup;
    }

    Setup name(String name) {
        processes.name(name);
        threads.name(name);
        return this;
    }

    Setup initializer(RemoteRunnable initializer) {
        processes.initializer(initializer);
        threads.initializer(initializer);
        return this;
    }

    Setup taskTimeout(Duration timeout) {
        processes.taskTimeout(timeout);
        threads.taskTimeout(timeout);
        return this;
    }

    Setup retries(int retries) {
        processes.retries(retries);
        threads.retries(retries);
        return this;
    }

    Setup cancelGrace(Duration grace) {
        processes.cancelGrace(grace);
        threads.cancelGrace(grace);
        return this;
    }

    Setup queueCapacity(int tasks) {
        processes.queueCapacity(tasks);
        threads.queueCapacity(tasks);
        return this;
    }

    Setup whenQueueFull(FullQueue what) {
        processes.whenQueueFull(what);
        threads.whenQueueFull(what);
        return this;
    }

    Setup listener(PoolListener listener) {
        processes.listener(listener);
        threads.listener(listener);
        return this;
    }

    TaskPool ofProcesses() {
        return processes.build();
    }

    TaskPool ofThreads() {
        return threads.build();
    }
}
