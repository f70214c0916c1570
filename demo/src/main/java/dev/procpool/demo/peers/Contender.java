package dev.procpool.demo.peers;

/** Who is measured, with one worker each. */
enum Contender {
    POOL("pool", "procpool, ProcessPool"),
    THREADS("threads", "procpool, ThreadPool"),
    PP4J("pp4j", "PP4J 2.2"),
    EXECUTOR("process_pool_executor", "CPython ProcessPoolExecutor"),
    MULTIPROCESSING("multiprocessing_pool", "CPython multiprocessing.Pool");

    private final String key;
    private final String title;

    Contender(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** In keys of figures, and the script's name for it. */
    String key() {
        return key;
    }

    /** For people. */
    String title() {
        return title;
    }
}
