package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.taskOf;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Tasks and bytes may be limited; who is at the head again finds room in any case. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskQueueTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final PendingTask third = task(3);

    @Test
    void withoutLimitsThereIsAlwaysRoom() {
        var queue = new TaskQueue(0, 0);
        for (int id = 1; id <= 1_000; id++) {
            assertTrue(queue.hasRoomFor(taskOf(id, 1_000)));
            queue.addLast(taskOf(id, 1_000));
        }
        assertEquals(1_000, queue.size());
    }

    @Test
    void soManyTasksMayWait() {
        var queue = new TaskQueue(2, 0);
        queue.addLast(first);
        assertTrue(queue.hasRoomFor(second));
        queue.addLast(second);

        assertFalse(queue.hasRoomFor(third));
        assertSame(first, queue.poll());
        assertTrue(queue.hasRoomFor(third));
    }

    @Test
    void soManyBytesMayWait() {
        var queue = new TaskQueue(0, 10);
        queue.addLast(taskOf(1, 6));

        assertTrue(queue.hasRoomFor(taskOf(2, 4)));
        assertFalse(queue.hasRoomFor(taskOf(2, 5)));
    }

    @Test
    void aTaskThatIsLargerThanTheWholeQueueFitsIntoAnEmptyOne() {
        var queue = new TaskQueue(0, 10);

        assertTrue(queue.hasRoomFor(taskOf(1, 11)));
        queue.addLast(taskOf(1, 11));
        assertFalse(queue.hasRoomFor(taskOf(2, 0)));
    }

    @Test
    void aCancelledTaskLeavesItsRoomToOthersAndIsSkipped() {
        var queue = new TaskQueue(2, 2);
        queue.addLast(first);
        queue.addLast(second);
        queue.leave(first);
        first.moveTo(TaskState.DONE);

        assertTrue(queue.hasRoomFor(third));
        assertSame(second, queue.poll());
        assertTrue(queue.isEmpty());
    }

    @Test
    void aTaskThatIsTriedAgainGoesToTheHeadOfAFullQueue() {
        var queue = new TaskQueue(1, 1);
        queue.addLast(first);
        queue.addFirst(second);

        assertEquals(2, queue.size());
        assertSame(second, queue.poll());
        assertFalse(queue.hasRoomFor(third));
    }

    @Test
    void allCanBeEndedAtOnce() {
        var queue = new TaskQueue(3, 3);
        queue.addLast(first);
        queue.addLast(second);
        queue.addLast(third);
        queue.leave(second);
        second.moveTo(TaskState.DONE);

        assertEquals(List.of(first, third), queue.drain());
        assertEquals(TaskState.DONE, third.state());
        assertTrue(queue.isEmpty());
        assertTrue(queue.hasRoomFor(taskOf(4, 3)));
    }

    @Test
    void aTaskThatAWorkerWouldTakeAtOnceNeedsNoRoom() {
        PoolState pool = PoolShape.of(1).queue(1, 0).greeted();

        assertTrue(pool.hasRoomFor(first));
        pool.submitted(first);
        assertTrue(pool.hasRoomFor(second));
        pool.submitted(second);
        assertFalse(pool.hasRoomFor(third));
        pool.answered(1, 1, value());
        assertTrue(pool.hasRoomFor(third));
    }

    @Test
    void aSpareThatMayNotWorkMakesNoRoom() {
        PoolState pool = PoolShape.of(1).spares(1).queue(1, 0).greeted();
        pool.submitted(first);
        pool.submitted(second);

        assertFalse(pool.hasRoomFor(third));
    }

    @Test
    void beforeAnyWorkerIsReadyTheQueueFillsUp() {
        PoolState pool = PoolShape.of(1).queue(1, 0).opened();
        pool.submitted(first);

        assertFalse(pool.hasRoomFor(second));
    }
}
