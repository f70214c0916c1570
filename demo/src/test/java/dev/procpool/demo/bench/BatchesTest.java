package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void submitsAWholeBatchBeforeItWaits() throws Exception {
        List<CompletableFuture<Integer>> submitted = new ArrayList<>();

        double perSecond = Batches.tasksPerSecond(0, 4, number -> {
            submitted.add(new CompletableFuture<>());
            if (submitted.size() == 4) {
                for (int i = 0; i < 4; i++) {
                    submitted.get(i).complete(Answers.to(i));
                }
            }
            return submitted.get(number);
        });

        assertEquals(4, submitted.size());
        assertTrue(perSecond > 0);
    }

    @Test
    void noticesAnswersInTheWrongPlace() {
        var e = assertThrows(
                WrongAnswerException.class, () -> Batches.tasksPerSecond(0, 4, number -> answered(3 - number)));

        assertEquals("wrong result of task 0: expected=7, actual=100", e.getMessage());
    }

    private static Future<Integer> answered(int number) {
        return CompletableFuture.completedFuture(Answers.to(number));
    }
}
