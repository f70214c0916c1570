package dev.procpool.conformance;

/** A JVM for {@link CapabilityTest}: runs, on a backend, a task that exits, and says so if it still can. */
final class CrashMain {

    private CrashMain() {}

    public static void main(String[] args) throws Exception {
        int exitCode = Integer.parseInt(args[1]);
        try (var pool = Backend.valueOf(args[0]).open(1)) {
            System.out.println("submitting");
            pool.submit(() -> Tasks.exit(exitCode)).get();
            System.out.println("survived");
        }
    }
}
