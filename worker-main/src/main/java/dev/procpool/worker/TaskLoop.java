package dev.procpool.worker;

import java.io.IOException;

/** The main thread's work: one order after the other, until it is told to stop. */
final class TaskLoop {

    private final Inbox inbox;
    private final TaskRunner runner;

    TaskLoop(Inbox inbox, TaskRunner runner) {
        this.inbox = inbox;
        this.runner = runner;
    }

    void run() throws IOException {
        while (true) {
            Order order = inbox.take();
            if (order instanceof Order.Run run) {
                runner.run(run);
            } else if (order instanceof Order.Refuse refuse) {
                runner.refuse(refuse);
            } else if (order instanceof Order.NotRun cancelled) {
                runner.notRun(cancelled.taskId());
            } else if (order instanceof Order.Resend resend) {
                runner.resend(resend.taskId());
            } else if (order instanceof Order.Release release) {
                runner.release(release.taskId());
            } else {
                return;
            }
        }
    }
}
