package dev.procpool.worker;

import dev.procpool.bulk.JournalWriter;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FstCodec;
import dev.procpool.wire.Failure;
import dev.procpool.wire.FrameReader;
import dev.procpool.wire.Hello;
import dev.procpool.wire.ToParentWriter;
import dev.procpool.wire.ToWorkerReader;
import dev.procpool.wire.WorkerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The main class of a worker JVM. Not meant to be started by hand: it expects its pipes where the launcher put them. */
public final class WorkerMain {

    private WorkerMain() {}

    /** @param args none; or, to make a class-data archive, a directory for {@link Training} */
    public static void main(String[] args) throws IOException {
        serve(args.length == 0 ? StdStreams.claim() : Training.streams(Path.of(args[0])));
    }

    private static void serve(StdStreams streams) throws IOException {
        var toParent = new ToParentWriter(streams.toParent());
        var currentTask = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(currentTask, toParent);
        // A task's own length is bounded by the parent, who encodes it: here nothing more needs to be refused.
        var fromParent = new FrameReader(streams.fromParent(), Integer.MAX_VALUE);
        inbox.readFrom(new ToWorkerReader(fromParent));

        WorkerSettings settings = inbox.awaitSettings();
        Thread.currentThread().setName("procpool-" + settings.poolName() + "-worker-" + settings.workerNumber());
        System.getProperties().putAll(settings.systemProperties());
        var output = OutputCapture.install(settings, toParent, currentTask);
        var codec = settings.codec() == FstCodec.WIRE_ID ? FallbackCodec.preferFst() : FallbackCodec.jdkOnly();
        boolean windows = Windows.open(settings.windows(), fromParent, toParent);
        Optional<JournalWriter> journal = Journal.open(settings.journalFile());
        var hello = new Hello(Hello.PROTOCOL_VERSION, ProcessHandle.current().pid(), windows, journal.isPresent());
        if (journal.isPresent()) {
            fromParent.meter(journal.get()::heard);
            toParent.hello(hello, journal.get());
        } else {
            toParent.hello(hello);
            toParent.flush();
        }
        // What the JVM has said by now is no task's.
        output.flush();
        var watcher = new TaskWatcher(output::look, currentTask, task -> attend(task, inbox, toParent));
        inbox.whenTakenBack(watcher::wakeUp);
        watcher.startLater();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> flushAtExit(output), "procpool-last-output"));
        haltWhenParentDies();

        var runner = new TaskRunner(
                codec, settings.workerNumber(), settings.maxBodyBytes(), toParent, currentTask, output, watcher);
        try {
            new TaskLoop(inbox, runner).run();
            inbox.end();
            output.flush();
            toParent.flush();
        } catch (IOException | RuntimeException | Error e) {
            // Threads that tasks have left behind would keep this JVM alive, though it answers nobody any more.
            WorkerExit.haltAfter(
                    e, e instanceof OutOfMemoryError ? WorkerExit.OUT_OF_MEMORY : WorkerExit.INTERNAL_ERROR);
        }
        System.exit(0);
    }

    /** What the main thread does between tasks, done for it. @param task one that keeps it from that, or null */
    private static void attend(RunningTask task, Inbox inbox, ToParentWriter toParent) throws IOException {
        if (task != null) {
            inbox.readWhile(task);
        }
        for (Long id = inbox.pollTakenBack(); id != null; id = inbox.pollTakenBack()) {
            toParent.failure(id, Failure.cancelledBeforeStart());
        }
        toParent.flush();
    }

    /** A task that ends this JVM may have printed a line without its end; a JVM of its own would show it. */
    private static void flushAtExit(OutputCapture output) {
        try {
            output.flush();
        } catch (IOException e) {
            // The parent is gone.
        }
    }

    /** The second net, for a pipe whose other end was inherited by somebody who lives on; the first is end of stream. */
    private static void haltWhenParentDies() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> parent.onExit().thenRun(() -> WorkerExit.halt(WorkerExit.PARENT_GONE)));
    }
}
