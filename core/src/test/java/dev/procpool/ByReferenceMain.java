package dev.procpool;

import java.nio.file.Path;

/** A parent JVM for {@link ByReferenceTest}: sends arrays there and back until it is killed. */
final class ByReferenceMain {

    private ByReferenceMain() {}

    public static void main(String[] args) throws Exception {
        byte[] array = new byte[5 << 20];
        try (var pool = ProcessPool.builder()
                .workers(1)
                .sharedMemory(Path.of(args[0]))
                .byReferenceAbove(1)
                .build()) {
            System.out.println(
                    "worker " + pool.submit(() -> ProcessHandle.current().pid()).get());
            for (long round = 0; true; round++) {
                pool.submit(() -> array).get();
                if (round == 3) {
                    System.out.println("going");
                }
            }
        }
    }
}
