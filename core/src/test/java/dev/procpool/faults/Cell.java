package dev.procpool.faults;

/** One cell of the fault matrix. */
record Cell(Stage stage, Kind kind) {

    @Override
    public String toString() {
        return stage + ": " + kind;
    }
}
