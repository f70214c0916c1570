package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.STACK;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.notReady;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.timedOut;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.Breakage.NoWorkerStarts;
import dev.procpool.internal.pool.Effect.ArmTimeout;
import dev.procpool.internal.pool.Effect.AwaitResend;
import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.Cancel;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.FailBroken;
import dev.procpool.internal.pool.Effect.FailUndecodable;
import dev.procpool.internal.pool.Effect.Interrupt;
import dev.procpool.internal.pool.Effect.InterruptOverLimit;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.Resend;
import dev.procpool.internal.pool.Effect.RetryStartLater;
import dev.procpool.internal.pool.Effect.SendAgainWithJdk;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The pool's rules, one by one: an event goes in, these effects come out. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PoolStateTest {

    private static final List<Effect> NOTHING = List.of();
    private static final long NOW = 1_000_000;

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final PendingTask third = task(3);
    private final IOException reason = new IOException("cannot be decoded");

    /** A pool whose workers 1 to n are ready. */
    private static PoolState poolOf(int workers) {
        return PoolShape.of(workers).greeted();
    }

    /** A pool of one worker that has begun with this task. */
    private static PoolState poolRunning(PendingTask task) {
        PoolState pool = poolOf(1);
        pool.submitted(task);
        pool.taskStarted(1, task.id(), NOW);
        return pool;
    }

    @Nested
    class Assignment {

        @Test
        void aPoolOpensWithAllItsWorkers() {
            assertEquals(
                    List.of(new Launch(1), new Launch(2), new Launch(3)),
                    PoolShape.of(3).closed().opened());
        }

        @Test
        void aTaskWaitsUntilAWorkerIsReady() {
            var pool = PoolShape.of(1).closed();
            pool.opened();

            assertEquals(NOTHING, pool.submitted(first));
            assertEquals(List.of(new SendTask(1, first, 1)), pool.workerGreeted(1));
            assertEquals(AttemptState.SENT, first.attempt().state());
        }

        @Test
        void aTaskGoesAtOnceToAWorkerThatWaits() {
            assertEquals(List.of(new SendTask(1, first, 1)), poolOf(1).submitted(first));
        }

        @Test
        void aWorkerHasOneTaskAtATime() {
            PoolState pool = poolOf(2);

            pool.submitted(first);
            assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
            assertEquals(NOTHING, pool.submitted(third));
        }

        @Test
        void tasksAreSentInTheOrderOfTheirSubmission() {
            PoolState pool = poolRunning(first);
            pool.submitted(second);
            pool.submitted(third);
            Answer answer = value();

            assertEquals(
                    List.of(new Complete(1, first, answer), new SendTask(1, second, 1)), pool.answered(1, 1, answer));
            assertEquals(
                    List.of(new Complete(1, second, answer), new SendTask(1, third, 1)), pool.answered(1, 2, answer));
        }

        @Test
        void theWorkerThatWorkedLastIsAskedFirst() {
            PoolState pool = poolOf(3);
            pool.submitted(first);
            pool.submitted(second);
            pool.answered(3, 1, value());
            pool.answered(2, 2, value());

            assertEquals(List.of(new SendTask(2, third, 1)), pool.submitted(third));
        }

        @Test
        void aFailureOfTheTaskCompletesItAsAValueDoes() {
            PoolState pool = poolRunning(first);
            Answer answer = failed(Failure.Kind.THREW);

            assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
            assertEquals(TaskState.DONE, first.state());
        }

        @Test
        void anAnswerToATaskTheWorkerDoesNotHaveIsIgnored() {
            PoolState pool = poolRunning(first);

            assertEquals(NOTHING, pool.answered(1, 99, value()));
            assertEquals(NOTHING, pool.taskStarted(1, 99, NOW));
            assertEquals(NOTHING, pool.taskUndecodable(1, 99));
        }
    }

    @Nested
    class Cancellation {

        @Test
        void aTaskThatWaitsIsNeverSent() {
            PoolState pool = poolRunning(first);
            pool.submitted(second);
            pool.submitted(third);

            assertEquals(NOTHING, pool.cancelled(second, true));
            Answer answer = value();
            assertEquals(
                    List.of(new Complete(1, first, answer), new SendTask(1, third, 1)), pool.answered(1, 1, answer));
        }

        @Test
        void aTaskThatRunsIsInterrupted() {
            PoolState pool = poolRunning(first);

            assertEquals(List.of(new Interrupt(1, first, 1)), pool.cancelled(first, true));
            assertEquals(AttemptState.ABANDONED, first.attempt().state());
        }

        @Test
        void aTaskOnItsWayIsInterruptedToo() {
            PoolState pool = poolOf(1);
            pool.submitted(first);

            assertEquals(List.of(new Interrupt(1, first, 1)), pool.cancelled(first, true));
        }

        @Test
        void aTaskThatEndsInItsGraceLeavesItsWorkerAlone() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, true);

            assertEquals(NOTHING, pool.answered(1, 1, failed(Failure.Kind.THREW)));
            assertEquals(NOTHING, pool.graceExpired(1, first, 1));
            assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
        }

        @Test
        void aTaskThatOutlivesItsGraceLosesItsWorkerAndAReplacementStarts() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, true);

            assertEquals(
                    List.of(new ShowStack(1, first, 1), new Terminate(1), new Launch(2)),
                    pool.graceExpired(1, first, 1));
            assertEquals(NOTHING, pool.graceExpired(1, first, 1));
            assertEquals(NOTHING, pool.workerDied(1, death(1)));
            assertEquals(TaskState.DONE, first.state());
        }

        @Test
        void theGraceOfOneTaskDoesNotHarmTheNext() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, true);
            pool.answered(1, 1, failed(Failure.Kind.CANCELLED));
            pool.submitted(second);

            assertEquals(NOTHING, pool.graceExpired(1, first, 1));
        }

        @Test
        void withoutInterruptTheTaskRunsOnAndItsAnswerIsDropped() {
            PoolState pool = poolRunning(first);

            assertEquals(NOTHING, pool.cancelled(first, false));
            assertEquals(NOTHING, pool.answered(1, 1, value()));
            assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
        }

        @Test
        void aCancelWithInterruptAfterOneWithoutInterruptsIt() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, false);

            assertEquals(List.of(new Interrupt(1, first, 1)), pool.cancelled(first, true));
            assertEquals(NOTHING, pool.cancelled(first, true));
        }

        @Test
        void aDroppedAnswerIsNotKeptInTheWorker() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, false);

            assertEquals(List.of(new Release(1, 1)), pool.answered(1, 1, retainedValue()));
        }

        @Test
        void aTaskThatIsOverCannotBeCancelledAnyMore() {
            PoolState pool = poolRunning(first);
            pool.answered(1, 1, value());

            assertEquals(NOTHING, pool.cancelled(first, true));
        }

        @Test
        void aSecondCancelChangesNothing() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, true);

            assertEquals(NOTHING, pool.cancelled(first, true));
        }
    }

    @Nested
    class Timeouts {

        private final PendingTask limited = task(1, 500);

        @Test
        void aTimeoutRunsFromTheStart() {
            PoolState pool = poolOf(1);
            assertEquals(List.of(new SendTask(1, limited, 1)), pool.submitted(limited));

            assertEquals(List.of(new ArmTimeout(limited, 1)), pool.taskStarted(1, 1, NOW));
            assertEquals(NOW, limited.attempt().startedAtNanos);
        }

        @Test
        void theLimitHoldsForATaskThatWasCancelledWithoutInterrupt() {
            PoolState pool = poolRunning(limited);
            pool.cancelled(limited, false);

            assertEquals(List.of(new Interrupt(1, limited, 1)), pool.timeoutExpired(limited, 1, NOW + 500));
        }

        @Test
        void aTaskWithoutATimeoutArmsNone() {
            PoolState pool = poolOf(1);
            pool.submitted(first);

            assertEquals(NOTHING, pool.taskStarted(1, 1, NOW));
        }

        @Test
        void aTaskOverItsTimeFailsAndIsInterrupted() {
            PoolState pool = poolRunning(limited);

            assertEquals(List.of(new InterruptOverLimit(1, limited, 1)), pool.timeoutExpired(limited, 1, NOW + 501));
            assertEquals(List.of(new Fail(limited, timedOut(1, 1, limited, 501, STACK))), pool.stackTaken(1, 1, STACK));
            assertEquals(
                    List.of(new ShowStack(1, limited, 1), new Terminate(1), new Launch(2)),
                    pool.graceExpired(1, limited, 1));
        }

        @Test
        void aTimeoutThatMissesItsTaskDoesNothing() {
            PoolState pool = poolRunning(limited);
            pool.answered(1, 1, value());

            assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 501));
        }

        @Test
        void aTimeoutAfterACancelDoesNothing() {
            PoolState pool = poolRunning(limited);
            pool.cancelled(limited, true);

            assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 501));
        }

        @Test
        void aTimeoutDoesNotHitATaskThatIsBeingSentAgain() {
            PoolState pool = poolRunning(limited);
            pool.taskUndecodable(1, 1);

            assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 501));
            assertEquals(List.of(new ArmTimeout(limited, 1)), pool.taskStarted(1, 1, NOW + 600));
        }
    }

    @Nested
    class Deaths {

        @Test
        void theTaskThatRanFailsAndTheWorkerIsReplaced() {
            PoolState pool = poolRunning(first);
            WorkerDeath death = death(1);

            assertEquals(List.of(new Fail(first, crashed(1, death)), new Launch(2)), pool.workerDied(1, death));
        }

        @Test
        void aTaskThatHadNotStartedGoesElsewhereAheadOfTheOthers() {
            PoolState pool = poolOf(1);
            pool.submitted(first);
            pool.submitted(second);

            assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
            assertEquals(TaskState.QUEUED, first.state());
            assertEquals(List.of(new SendTask(2, first, 1)), pool.workerGreeted(2));
        }

        @Test
        void aTaskThatCostsThreeWorkersBeforeAnyBeginsWithItFails() {
            PoolState pool = poolOf(1);
            pool.submitted(first);
            pool.submitted(second);
            for (int worker = 1; worker <= 2; worker++) {
                pool.workerDied(worker, death(worker));
                assertEquals(List.of(new SendTask(worker + 1, first, 1)), pool.workerGreeted(worker + 1));
            }

            assertEquals(
                    List.of(new Fail(first, new Crashed(1, death(3), false, null)), new Launch(4)),
                    pool.workerDied(3, death(3)));
            assertEquals(List.of(new SendTask(4, second, 1)), pool.workerGreeted(4));
        }

        @Test
        void aTaskThatHadNotStartedGoesAtOnceToAWorkerThatWaits() {
            PoolState pool = poolOf(2);
            pool.submitted(first);

            assertEquals(List.of(new Launch(3), new SendTask(1, first, 1)), pool.workerDied(2, death(2)));
        }

        @Test
        void aTaskThatWasToBeSentAgainHasNotStarted() {
            PoolState pool = poolRunning(first);
            pool.taskUndecodable(1, 1);

            assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
            assertEquals(List.of(new SendTask(2, first, 1)), pool.workerGreeted(2));
        }

        @Test
        void aWorkerThatWaitedIsReplacedAndNotAskedAgain() {
            PoolState pool = poolOf(2);

            assertEquals(List.of(new Launch(3)), pool.workerDied(2, death(2)));
            assertEquals(List.of(new SendTask(1, first, 1)), pool.submitted(first));
            assertEquals(NOTHING, pool.submitted(second));
        }

        @Test
        void lastWordsOfMemoryAreTheTasksCauseAndTheReplacementStartsAtOnce() {
            PoolState pool = poolRunning(first);
            Answer.Failed outOfMemory = failed(Failure.Kind.OUT_OF_MEMORY);
            WorkerDeath death = death(1);

            assertEquals(List.of(new Launch(2)), pool.answered(1, 1, outOfMemory));
            assertEquals(
                    List.of(new Fail(first, new Crashed(1, death, true, outOfMemory.failure()))),
                    pool.workerDied(1, death));
        }

        @Test
        void aCancelledTasksWorkerMayDieWithoutAFurtherWord() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, false);

            assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
        }
    }

    @Nested
    class Decoding {

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
            assertEquals(List.of(new SendTask(2, first, 1)), pool.workerGreeted(2));
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

    @Nested
    class Starts {

        private final PoolState pool = PoolShape.of(1).closed();

        @Test
        void threeFailedStartsInARowBreakThePool() {
            pool.opened();
            pool.submitted(first);

            assertEquals(List.of(new Launch(2)), pool.workerDied(1, notReady(1)));
            assertEquals(List.of(new Launch(3)), pool.workerDied(2, notReady(2)));
            WorkerDeath last = notReady(3);
            assertEquals(
                    List.of(
                            new Break(new NoWorkerStarts(last)),
                            new FailBroken(List.of(first), new NoWorkerStarts(last))),
                    pool.workerDied(3, last));
            assertEquals(new NoWorkerStarts(last), pool.brokenBy());
            assertEquals(TaskState.DONE, first.state());
            assertEquals("BROKEN, workers=0 of 1, busy=0, queued=0, completed=0", pool.toString());
        }

        @Test
        void aTaskThatWasCancelledMeanwhileIsNotFailedByTheBreak() {
            pool.opened();
            pool.submitted(first);
            pool.cancelled(first, true);
            pool.workerDied(1, notReady(1));
            pool.workerDied(2, notReady(2));

            assertEquals(
                    List.of(
                            new Break(new NoWorkerStarts(notReady(3))),
                            new FailBroken(List.of(), new NoWorkerStarts(notReady(3)))),
                    pool.workerDied(3, notReady(3)));
        }

        @Test
        void aWorkerThatBecomesReadyForgivesTheFailuresBeforeIt() {
            pool.opened();
            pool.workerDied(1, notReady(1));
            pool.workerDied(2, notReady(2));
            pool.workerGreeted(3);

            assertEquals(List.of(new Launch(4)), pool.workerDied(3, death(3)));
            assertEquals(List.of(new Launch(5)), pool.workerDied(4, notReady(4)));
            assertNull(pool.brokenBy());
        }

        @Test
        void aWorkerThatLivesKeepsThePoolGoingAndLaterTheOthersAreTriedAgain() {
            var two = PoolShape.of(2).closed();
            two.opened();
            two.workerGreeted(1);
            two.submitted(first);

            assertEquals(List.of(new Launch(3)), two.workerDied(2, notReady(2)));
            assertEquals(List.of(new Launch(4)), two.workerDied(3, notReady(3)));
            assertEquals(List.of(new RetryStartLater()), two.workerDied(4, notReady(4)));
            assertNull(two.brokenBy());
            assertFalse(first.state() == TaskState.DONE);

            assertEquals(List.of(new Launch(5)), two.startRetryDue());
            assertEquals(List.of(new RetryStartLater()), two.workerDied(5, notReady(5)));
        }

        @Test
        void theReplacementOfTheLastWorkerIsOwedATry() {
            var two = PoolShape.of(2).closed();
            two.opened();
            two.workerGreeted(1);
            two.workerDied(2, notReady(2));
            two.workerDied(3, notReady(3));
            two.workerDied(4, notReady(4));

            assertEquals(List.of(new Launch(5), new Launch(6)), two.workerDied(1, death(1)));
            assertNull(two.brokenBy());
        }

        @Test
        void aStartThatHangsBreaksThePoolWithoutAnotherTry() {
            pool.opened();
            pool.submitted(first);

            assertEquals(List.of(new Kill(1)), pool.startLimitExpired(1));
            assertEquals(
                    List.of(
                            new Break(new NoWorkerStarts(notReady(1))),
                            new FailBroken(List.of(first), new NoWorkerStarts(notReady(1)))),
                    pool.workerDied(1, notReady(1)));
        }

        @Test
        void aWorkerThatSaysHelloWhileItIsBeingKilledGetsNoTask() {
            pool.opened();
            pool.submitted(first);
            pool.startLimitExpired(1);

            assertEquals(NOTHING, pool.workerGreeted(1));
        }

        @Test
        void aStartLimitThatComesTooLateDoesNothing() {
            pool.opened();
            pool.workerGreeted(1);
            assertEquals(NOTHING, pool.startLimitExpired(1));
            pool.workerDied(1, death(1));
            assertEquals(NOTHING, pool.startLimitExpired(1));
        }

        @Test
        void aBrokenPoolStartsNothingAndCanBeShutDown() {
            threeFailedStartsInARowBreakThePool();

            assertEquals(List.of(new Terminated()), pool.shutdown());
            assertEquals(PoolPhase.TERMINATED, pool.phase());
        }
    }

    @Nested
    class Shutdown {

        @Test
        void workersThatWaitAreStoppedAndTheLastDeathEndsThePool() {
            PoolState pool = poolOf(2);

            assertEquals(List.of(new Stop(1), new Stop(2)), pool.shutdown());
            assertEquals(NOTHING, pool.workerDied(2, death(2)));
            assertEquals(List.of(new Terminated()), pool.workerDied(1, death(1)));
            assertEquals(PoolPhase.TERMINATED, pool.phase());
        }

        @Test
        void aSecondShutdownDoesNothing() {
            PoolState pool = poolOf(1);
            pool.shutdown();

            assertEquals(NOTHING, pool.shutdown());
            pool.workerDied(1, death(1));
            assertEquals(NOTHING, pool.shutdown());
            assertEquals(NOTHING, pool.shutdownNow(new ArrayList<>()));
        }

        @Test
        void aWorkerThatIsStillStartingIsKilledIfNothingWaits() {
            var pool = PoolShape.of(1).closed();
            pool.opened();

            assertEquals(List.of(new Kill(1)), pool.shutdown());
            assertEquals(List.of(new Terminated()), pool.workerDied(1, notReady(1)));
            assertNull(pool.brokenBy());
        }

        @Test
        void whatWaitsIsFinishedFirst() {
            PoolState pool = poolRunning(first);
            pool.submitted(second);

            assertEquals(NOTHING, pool.shutdown());
            Answer answer = value();
            assertEquals(
                    List.of(new Complete(1, first, answer), new SendTask(1, second, 1)), pool.answered(1, 1, answer));
            assertEquals(List.of(new Complete(1, second, answer), new Stop(1)), pool.answered(1, 2, answer));
        }

        @Test
        void cancellingTheLastThatWaitsIsTheEndToo() {
            var pool = PoolShape.of(1).closed();
            pool.opened();
            pool.submitted(first);
            assertEquals(NOTHING, pool.shutdown());

            assertEquals(List.of(new Kill(1)), pool.cancelled(first, true));
        }

        @Test
        void aWorkerThatDiesIsReplacedOnlyAsFarAsTasksWait() {
            PoolState pool = poolOf(2);
            pool.submitted(first);
            pool.submitted(second);
            pool.taskStarted(2, 1, NOW);
            pool.shutdown();

            assertEquals(List.of(new Fail(first, crashed(1, death(2)))), pool.workerDied(2, death(2)));
            assertEquals(List.of(new Launch(3)), pool.workerDied(1, death(1)));
            assertEquals(List.of(new SendTask(3, second, 1)), pool.workerGreeted(3));
        }

        @Test
        void aTaskThatWaitsDoesNotWaitForARunningOneWhenItsWorkerHasDied() {
            PoolState pool = poolOf(2);
            pool.submitted(first);
            pool.taskStarted(2, 1, NOW);
            pool.submitted(second);
            pool.shutdown();

            assertEquals(List.of(new Launch(3)), pool.workerDied(1, death(1)));
        }

        @Test
        void aWorkerThatOwesAResultIsStoppedWhenThatIsDecoded() {
            PoolState pool = poolRunning(first);
            Answer answer = retainedValue();
            pool.shutdown();

            assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
            assertEquals(List.of(new Release(1, 1), new Stop(1)), pool.resultDecoded(1, first));
        }

        @Test
        void aWorkerThatOwesAResultASecondTimeIsStoppedWhenThatHasCome() {
            PoolState pool = poolRunning(first);
            pool.shutdown();
            pool.answered(1, 1, retainedValue());
            assertEquals(List.of(new Resend(1, 1), new AwaitResend(1, 1)), pool.resultUndecodable(1, first, reason));

            Answer again = value();
            assertEquals(List.of(new Complete(1, first, again), new Stop(1)), pool.answered(1, 1, again));
        }

        @Test
        void aWorkerThatDoesNotStopIsKilled() {
            PoolState pool = poolOf(1);
            pool.shutdown();

            assertEquals(List.of(new Kill(1)), pool.stopLimitExpired(1));
            pool.workerDied(1, death(1));
            assertEquals(NOTHING, pool.stopLimitExpired(1));
        }

        @Test
        void shutdownNowGivesUpEverything() {
            PoolState pool = poolRunning(first);
            pool.submitted(second);
            pool.submitted(third);
            List<PendingTask> neverStarted = new ArrayList<>();

            assertEquals(
                    List.of(new Cancel(List.of(second, third, first)), new Interrupt(1, first, 1)),
                    pool.shutdownNow(neverStarted));
            assertEquals(List.of(second, third), neverStarted);
            assertEquals(List.of(new ShowStack(1, first, 1), new Terminate(1)), pool.graceExpired(1, first, 1));
            assertEquals(List.of(new Terminated()), pool.workerDied(1, death(1)));
        }

        @Test
        void shutdownNowAlsoStopsWhatWasCancelledWithoutInterrupt() {
            PoolState pool = poolRunning(first);
            pool.cancelled(first, false);

            assertEquals(
                    List.of(new Cancel(List.of()), new Interrupt(1, first, 1)), pool.shutdownNow(new ArrayList<>()));
            assertEquals(List.of(new ShowStack(1, first, 1), new Terminate(1)), pool.graceExpired(1, first, 1));
        }

        @Test
        void shutdownNowAfterShutdownGivesUpTheRest() {
            PoolState pool = poolRunning(first);
            pool.submitted(second);
            pool.shutdown();
            List<PendingTask> neverStarted = new ArrayList<>();

            assertEquals(
                    List.of(new Cancel(List.of(second, first)), new Interrupt(1, first, 1)),
                    pool.shutdownNow(neverStarted));
            assertEquals(
                    NOTHING,
                    pool.answered(1, 1, failed(Failure.Kind.THREW)).stream()
                            .filter(effect -> !(effect instanceof Stop))
                            .toList());
            assertTrue(pool.phase() == PoolPhase.STOP);
        }
    }

    @Test
    void theStatusLineCountsWorkersAndTasks() {
        PoolState pool = poolOf(3);
        pool.submitted(first);
        pool.answered(3, 1, value());
        for (long id = 10; id < 15; id++) {
            pool.submitted(task(id));
        }
        pool.workerDied(1, death(1));

        assertEquals("RUNNING, workers=3 of 3, busy=2, queued=3, completed=1", pool.toString());
    }
}
