package dev.procpool.faults;

import java.util.Map;

/** The cells of the matrix that cannot occur, or would hit the tests themselves, each with the reason. */
final class Untestable {

    private static final String MAIN_HAS_BEGUN = "whatever runs at that stage runs after main has begun";
    private static final String ENDS_THE_PARENT =
            "results are decoded in the parent, so this ends the parent's JVM, here that of the tests; what becomes of the"
                    + " workers then is in OrphanTest";

    static final Map<Cell, String> CELLS = Map.of(
            new Cell(Stage.DECODE_TASK, Kind.GARBAGE_BEFORE_MAIN), MAIN_HAS_BEGUN,
            new Cell(Stage.RUN, Kind.GARBAGE_BEFORE_MAIN), MAIN_HAS_BEGUN,
            new Cell(Stage.ENCODE_RESULT, Kind.GARBAGE_BEFORE_MAIN), MAIN_HAS_BEGUN,
            new Cell(Stage.DECODE_RESULT, Kind.GARBAGE_BEFORE_MAIN), MAIN_HAS_BEGUN,
            new Cell(Stage.IDLE, Kind.GARBAGE_BEFORE_MAIN), MAIN_HAS_BEGUN,
            new Cell(Stage.DECODE_RESULT, Kind.EXIT), ENDS_THE_PARENT,
            new Cell(Stage.DECODE_RESULT, Kind.HALT), ENDS_THE_PARENT,
            new Cell(Stage.DECODE_RESULT, Kind.KILL), ENDS_THE_PARENT,
            new Cell(Stage.DECODE_RESULT, Kind.STOP),
                    "results are decoded in the parent, so this stops the parent's JVM, here that of the tests: nobody is"
                            + " left to continue it",
            new Cell(Stage.DECODE_RESULT, Kind.GARBAGE),
                    "results are decoded in the parent, whose descriptor 1 the pool has nothing to do with");

    private Untestable() {}
}
