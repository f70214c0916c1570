package dev.procpool.shared;

import java.nio.file.Path;
import java.util.Collections;

/** Writes 8 MiB and prints what that threw. Arguments: what is to grow, file. */
final class WriteTooMuch {

    private static final int BYTES = 8 << 20;

    private WriteTooMuch() {}

    public static void main(String[] args) {
        Path file = Path.of(args[1]);
        try {
            switch (args[0]) {
                case "ints" -> SharedInts.write(file, new int[BYTES / Integer.BYTES]);
                case "strings" -> SharedStrings.write(file, Collections.nCopies(BYTES / 1024, "x".repeat(1024)));
                case "offsets" -> SharedStrings.write(file, Collections.nCopies(BYTES / Long.BYTES, ""));
                default -> throw new IllegalArgumentException(args[0]);
            }
            System.out.println("no exception");
        } catch (SharedDataException e) {
            System.out.println("SharedDataException " + e.getMessage());
        }
    }
}
