package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Effect.AwaitResend;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.FailUndecodable;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.Resend;
import dev.procpool.internal.pool.Effect.SendAgainWithJdk;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Tasks and results that one side cannot decode go again in the codec that everybody understands. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CodecFallbackTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final IOException reason = new IOException("cannot be decoded");

    @Test
    void aTaskTheWorkerCannotDecodeGoesAgainInAnotherCodec() {
        PoolState pool = poolRunning(first);

        assertEquals(List.of(new SendAgainWithJdk(1, first, 1)), pool.taskUndecodable(1, 1));
        assertEquals(NOTHING, pool.taskStarted(1, 1, NOW));
        Answer answer = value();
        assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
    }

    @Test
    void aTaskThatCannotBeEncodedASecondTimeFailsAndTheWorkerIsUsedAgain() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);
        pool.taskUndecodable(1, 1);

        assertEquals(
                List.of(new FailUndecodable(first, reason), new SendTask(1, second, 1)),
                pool.encodingFailed(1, first, reason));
    }

    @Test
    void anEncodingThatFailsAfterTheWorkersDeathIsTriedOnTheNextWorker() {
        PoolState pool = poolRunning(first);
        pool.taskUndecodable(1, 1);
        pool.workerDied(1, death(1));

        assertEquals(NOTHING, pool.encodingFailed(1, first, reason));
        assertEquals(List.of(new SendTask(2, first, 1)), pool.workerGreeted(2, false));
    }

    @Test
    void anEncodingThatFailsAfterACancelFailsNobody() {
        PoolState pool = poolRunning(first);
        pool.taskUndecodable(1, 1);
        pool.cancelled(first, true);

        assertEquals(NOTHING, pool.encodingFailed(1, first, reason));
        assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
    }

    @Test
    void aCancelledTaskThatCannotBeDecodedIsOver() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, true);

        assertEquals(NOTHING, pool.taskUndecodable(1, 1));
        assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
    }

    @Test
    void aRetainedResultIsReleasedWhenItHasBeenDecoded() {
        PoolState pool = poolRunning(first);
        Answer answer = retainedValue();

        assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
        assertEquals(List.of(new Release(1, 1)), pool.resultDecoded(1, first));
    }

    @Test
    void aWorkerThatHangsInSendingAResultAgainIsKilledButNotWhileItRunsATask() {
        PoolState pool = poolRunning(first);
        pool.answered(1, 1, retainedValue());
        pool.resultUndecodable(1, first, reason);
        pool.submitted(second);
        pool.taskStarted(1, 2, NOW);
        assertEquals(List.of(new AwaitResend(1, 1)), pool.resendLimitExpired(1, 1));

        pool.answered(1, 2, value());
        assertEquals(List.of(new Kill(1), new Launch(2)), pool.resendLimitExpired(1, 1));
        assertEquals(List.of(new FailUndecodable(first, reason)), pool.workerDied(1, death(1)));
    }

    @Test
    void aRetainedResultThatCannotBeDecodedIsAskedForAgain() {
        PoolState pool = poolRunning(first);
        pool.answered(1, 1, retainedValue());

        assertEquals(List.of(new Resend(1, 1), new AwaitResend(1, 1)), pool.resultUndecodable(1, first, reason));
        Answer again = value();
        assertEquals(List.of(new Complete(1, first, again)), pool.answered(1, 1, again));
    }

    @Test
    void theWorkerTakesOtherTasksMeanwhile() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);
        pool.answered(1, 1, retainedValue());
        pool.taskStarted(1, 2, NOW);
        pool.resultUndecodable(1, first, reason);
        Answer again = value();

        assertEquals(List.of(new Complete(1, first, again)), pool.answered(1, 1, again));
        assertEquals(AttemptState.STARTED, second.attempt().state());
    }

    @Test
    void aResultWhoseWorkerHasDiedCannotBeAskedForAgain() {
        PoolState pool = poolRunning(first);
        pool.answered(1, 1, retainedValue());
        pool.workerDied(1, death(1));

        assertEquals(List.of(new FailUndecodable(first, reason)), pool.resultUndecodable(1, first, reason));
        assertEquals(NOTHING, pool.resultDecoded(1, first));
    }

    @Test
    void aResultWhoseWorkerDiesBeforeSendingItAgainFailsWithTheFirstReason() {
        PoolState pool = poolRunning(first);
        pool.answered(1, 1, retainedValue());
        pool.resultUndecodable(1, first, reason);

        assertEquals(List.of(new FailUndecodable(first, reason), new Launch(2)), pool.workerDied(1, death(1)));
    }

    @Test
    void aWorkerThatIsBeingStoppedIsNotAskedAgain() {
        PoolState pool = poolRunning(first);
        pool.answered(1, 1, retainedValue());
        pool.submitted(second);
        pool.cancelled(second, true);
        pool.graceExpired(1, second, 1);

        assertEquals(List.of(new FailUndecodable(first, reason)), pool.resultUndecodable(1, first, reason));
    }
}
