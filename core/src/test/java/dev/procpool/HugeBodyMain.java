package dev.procpool;

/** A JVM for {@link HugeBodyTest}: submits more than 2 GiB, says what came of it, and then a small task. */
final class HugeBodyMain {

    private static final int PIECE = 600 << 20;

    private HugeBodyMain() {}

    public static void main(String[] args) throws Exception {
        byte[][] pieces = {new byte[PIECE], new byte[PIECE], new byte[PIECE], new byte[PIECE]};
        try (var pool = ProcessPool.create(1)) {
            try {
                System.out.println(
                        "accepted " + pool.submit(() -> pieces.length).get());
            } catch (Exception | OutOfMemoryError e) {
                System.out.println("refused " + e.toString().replace('\n', ' '));
            }
            System.out.println("then " + pool.submit(() -> 1).get());
        }
    }
}
