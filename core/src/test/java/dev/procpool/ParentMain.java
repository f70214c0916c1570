package dev.procpool;

import java.util.concurrent.TimeUnit;

/** A parent JVM for {@link OrphanTest}: starts a pool whose worker does something that does not end, says its pid, and waits. */
final class ParentMain {

    private ParentMain() {}

    public static void main(String[] args) throws Exception {
        try (var pool = ProcessPool.builder().workers(1).name("orphan").build()) {
            if (args[0].equals("at-once")) {
                System.out.println("worker 0");
                TimeUnit.HOURS.sleep(1);
            }
            long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
            String what = args[0];
            pool.submit(() -> doForEver(what));
            System.out.println("worker " + pid);
            if (what.equals("return")) {
                return;
            }
            TimeUnit.HOURS.sleep(1);
        }
    }

    private static int doForEver(String what) throws Exception {
        switch (what) {
            case "non-daemon threads" -> new Thread(ParentMain::spin).start();
            case "a shutdown hook that hangs" -> Runtime.getRuntime().addShutdownHook(new Thread(ParentMain::spin));
            case "a grandchild" -> new ProcessBuilder("sleep", "60").inheritIO().start();
            case "return" -> {
                return 1;
            }
            default -> {}
        }
        spin();
        return 0;
    }

    private static void spin() {
        while (System.nanoTime() != 0) {
            Thread.onSpinWait();
        }
    }
}
