package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procpool.testing.Patience;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The legal moves of tasks, attempts and workers as tables; every other move is refused. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class StatesTest {

    private static final Map<TaskState, Set<TaskState>> TASKS = Map.of(
            TaskState.QUEUED, EnumSet.of(TaskState.HELD, TaskState.DONE),
            // Back to the queue if the attempt is lost and there is to be another.
            TaskState.HELD, EnumSet.of(TaskState.QUEUED, TaskState.DONE),
            TaskState.DONE, EnumSet.noneOf(TaskState.class));

    private static final Map<AttemptState, Set<AttemptState>> ATTEMPTS = Map.of(
            AttemptState.SENT, EnumSet.of(AttemptState.STARTED, AttemptState.ABANDONED, AttemptState.OVER),
            // Back to SENT if the worker could not decode it and it goes again in another codec.
            AttemptState.STARTED, EnumSet.of(AttemptState.SENT, AttemptState.ABANDONED, AttemptState.OVER),
            AttemptState.ABANDONED, EnumSet.of(AttemptState.OVER),
            AttemptState.OVER, EnumSet.noneOf(AttemptState.class));

    private static final Map<WorkerState, Set<WorkerState>> WORKERS = Map.of(
            WorkerState.STARTING,
            EnumSet.of(WorkerState.INITIALIZING, WorkerState.READY, WorkerState.STOPPING, WorkerState.DEAD),
            WorkerState.INITIALIZING,
            EnumSet.of(WorkerState.READY, WorkerState.STOPPING, WorkerState.DEAD),
            WorkerState.READY,
            EnumSet.of(WorkerState.BUSY, WorkerState.STOPPING, WorkerState.DEAD),
            WorkerState.BUSY,
            EnumSet.of(WorkerState.READY, WorkerState.STOPPING, WorkerState.DEAD),
            WorkerState.STOPPING,
            EnumSet.of(WorkerState.DEAD),
            WorkerState.DEAD,
            EnumSet.noneOf(WorkerState.class));

    /** The ways to each state. */
    private static final Map<TaskState, List<TaskState>> WAYS_TO_TASK_STATE = Map.of(
            TaskState.QUEUED,
            List.of(),
            TaskState.HELD,
            List.of(TaskState.HELD),
            TaskState.DONE,
            List.of(TaskState.DONE));

    private static final Map<AttemptState, List<AttemptState>> WAYS_TO_ATTEMPT_STATE = Map.of(
            AttemptState.SENT, List.of(),
            AttemptState.STARTED, List.of(AttemptState.STARTED),
            AttemptState.ABANDONED, List.of(AttemptState.ABANDONED),
            AttemptState.OVER, List.of(AttemptState.OVER));

    private static final Map<WorkerState, List<WorkerState>> WAYS_TO_WORKER_STATE = Map.of(
            WorkerState.STARTING, List.of(),
            WorkerState.INITIALIZING, List.of(WorkerState.INITIALIZING),
            WorkerState.READY, List.of(WorkerState.READY),
            WorkerState.BUSY, List.of(WorkerState.READY, WorkerState.BUSY),
            WorkerState.STOPPING, List.of(WorkerState.STOPPING),
            WorkerState.DEAD, List.of(WorkerState.DEAD));

    private static WorkerRecord worker() {
        return new WorkerRecord(3, List.of());
    }

    /** Something that has a state. */
    private record Stateful<S>(String name, Consumer<S> move, Supplier<S> state) {}

    private static <S extends Enum<S>> void movesAsTheTableSays(
            Map<S, Set<S>> table, Map<S, List<S>> ways, Supplier<Stateful<S>> fresh) {
        for (S from : table.keySet()) {
            for (S to : table.keySet()) {
                Stateful<S> thing = fresh.get();
                ways.get(from).forEach(thing.move);
                if (table.get(from).contains(to)) {
                    thing.move.accept(to);
                    assertEquals(to, thing.state.get());
                } else {
                    var refusal = assertThrows(IllegalStateException.class, () -> thing.move.accept(to));
                    assertEquals(thing.name + " cannot move from " + from + " to " + to, refusal.getMessage());
                    assertEquals(from, thing.state.get());
                }
            }
        }
    }

    @Test
    void theTablesNameAllStates() {
        assertEquals(EnumSet.allOf(TaskState.class), TASKS.keySet());
        assertEquals(EnumSet.allOf(AttemptState.class), ATTEMPTS.keySet());
        assertEquals(EnumSet.allOf(WorkerState.class), WORKERS.keySet());
    }

    @Test
    void aTaskMovesAsTheTableSays() {
        movesAsTheTableSays(TASKS, WAYS_TO_TASK_STATE, () -> {
            PendingTask task = Given.task(42);
            return new Stateful<>("task 42", task::moveTo, task::state);
        });
    }

    @Test
    void anAttemptMovesAsTheTableSays() {
        movesAsTheTableSays(ATTEMPTS, WAYS_TO_ATTEMPT_STATE, () -> {
            var attempt = new Attempt(Given.task(42), worker(), 2);
            return new Stateful<>("attempt 2 of task 42", attempt::moveTo, attempt::state);
        });
    }

    @Test
    void aWorkerMovesAsTheTableSays() {
        movesAsTheTableSays(WORKERS, WAYS_TO_WORKER_STATE, () -> {
            WorkerRecord worker = worker();
            return new Stateful<>("worker 3", worker::moveTo, worker::state);
        });
    }

    @Test
    void aTaskThatIsOverHoldsNoBytesAnyMore() {
        var task = Given.task(1);
        assertNotNull(task.body());

        task.moveTo(TaskState.DONE);

        assertNull(task.body());
    }
}
