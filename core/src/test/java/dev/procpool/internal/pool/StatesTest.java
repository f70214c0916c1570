package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.TaskState.ABANDONED;
import static dev.procpool.internal.pool.TaskState.DONE;
import static dev.procpool.internal.pool.TaskState.QUEUED;
import static dev.procpool.internal.pool.TaskState.SENT;
import static dev.procpool.internal.pool.TaskState.STARTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procpool.testing.Patience;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The legal moves of tasks and workers as tables; every other move is refused. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class StatesTest {

    private static final Map<TaskState, Set<TaskState>> TASKS = Map.of(
            QUEUED, EnumSet.of(SENT, DONE),
            // Back to the queue if the worker dies before it has started the task.
            SENT, EnumSet.of(STARTED, QUEUED, ABANDONED, DONE),
            // Back to SENT if the worker could not decode it and it goes again in another codec.
            STARTED, EnumSet.of(SENT, ABANDONED, DONE),
            ABANDONED, EnumSet.of(DONE),
            DONE, EnumSet.noneOf(TaskState.class));

    private static final Map<WorkerState, Set<WorkerState>> WORKERS = Map.of(
            WorkerState.STARTING, EnumSet.of(WorkerState.READY, WorkerState.STOPPING, WorkerState.DEAD),
            WorkerState.READY, EnumSet.of(WorkerState.BUSY, WorkerState.STOPPING, WorkerState.DEAD),
            WorkerState.BUSY, EnumSet.of(WorkerState.READY, WorkerState.STOPPING, WorkerState.DEAD),
            WorkerState.STOPPING, EnumSet.of(WorkerState.DEAD),
            WorkerState.DEAD, EnumSet.noneOf(WorkerState.class));

    /** The ways to each state. */
    private static final Map<TaskState, TaskState[]> WAYS_TO_TASK_STATE = Map.of(
            QUEUED,
            new TaskState[] {},
            SENT,
            new TaskState[] {SENT},
            STARTED,
            new TaskState[] {SENT, STARTED},
            ABANDONED,
            new TaskState[] {SENT, ABANDONED},
            DONE,
            new TaskState[] {DONE});

    private static final Map<WorkerState, WorkerState[]> WAYS_TO_WORKER_STATE = Map.of(
            WorkerState.STARTING,
            new WorkerState[] {},
            WorkerState.READY,
            new WorkerState[] {WorkerState.READY},
            WorkerState.BUSY,
            new WorkerState[] {WorkerState.READY, WorkerState.BUSY},
            WorkerState.STOPPING,
            new WorkerState[] {WorkerState.STOPPING},
            WorkerState.DEAD,
            new WorkerState[] {WorkerState.DEAD});

    @Test
    void aTaskMovesAsTheTableSays() {
        for (TaskState from : TaskState.values()) {
            for (TaskState to : TaskState.values()) {
                var task = Given.task(42);
                for (TaskState step : WAYS_TO_TASK_STATE.get(from)) {
                    task.moveTo(step);
                }
                if (TASKS.get(from).contains(to)) {
                    task.moveTo(to);
                    assertEquals(to, task.state());
                } else {
                    var refusal = assertThrows(IllegalStateException.class, () -> task.moveTo(to));
                    assertEquals("task 42 cannot move from " + from + " to " + to, refusal.getMessage());
                    assertEquals(from, task.state());
                }
            }
        }
    }

    @Test
    void aWorkerMovesAsTheTableSays() {
        for (WorkerState from : WorkerState.values()) {
            for (WorkerState to : WorkerState.values()) {
                var worker = new WorkerRecord(3);
                for (WorkerState step : WAYS_TO_WORKER_STATE.get(from)) {
                    worker.moveTo(step);
                }
                if (WORKERS.get(from).contains(to)) {
                    worker.moveTo(to);
                    assertEquals(to, worker.state());
                } else {
                    var refusal = assertThrows(IllegalStateException.class, () -> worker.moveTo(to));
                    assertEquals("worker 3 cannot move from " + from + " to " + to, refusal.getMessage());
                    assertEquals(from, worker.state());
                }
            }
        }
    }

    @Test
    void aTaskThatIsOverHoldsNoBytesAnyMore() {
        var task = Given.task(1);
        assertNotNull(task.body());

        task.moveTo(DONE);

        assertNull(task.body());
    }
}
