package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each fault at each stage: the right future fails with the right exception, in time, or nothing fails where that is the
 * truth; then the next 100 tasks succeed. That nothing is left behind is checked for all tests. The cells are tested in
 * {@link StartUpFaultsTest}, {@link WorkFaultsTest} and {@link IdleFaultsTest}; that none is missing, here.
 */
final class FaultMatrixTest {

    @Test
    void everyCellIsTestedOrCannotBe() {
        Set<Cell> tested = new HashSet<>();
        Stream.of(
                        StartUpFaultsTest.throwingStarts(),
                        StartUpFaultsTest.dyingStarts(),
                        StartUpFaultsTest.hangingStarts(),
                        StartUpFaultsTest.garbageAtStart(),
                        WorkFaultsTest.atWork(),
                        WorkFaultsTest.decodingHere(),
                        IdleFaultsTest.idleAndHarmless(),
                        IdleFaultsTest.idleAndDeadly(),
                        IdleFaultsTest.idleAndStopped())
                .forEach(cells -> cells.forEach(cell -> assertTrue(tested.add(cell), cell + " is tested twice")));
        for (Stage stage : Stage.values()) {
            for (Kind kind : Kind.values()) {
                var cell = new Cell(stage, kind);
                assertTrue(
                        tested.contains(cell) != Untestable.CELLS.containsKey(cell),
                        cell + " must either be tested or stand in Untestable");
            }
        }
        assertEquals(66, tested.size() + Untestable.CELLS.size());
    }
}
