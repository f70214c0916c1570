package dev.procpool.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Kinds of object that tasks and results are made of. */
final class Corpus {

    private static final Map<String, Supplier<Object>> KINDS = new LinkedHashMap<>();

    static {
        CorpusOfTheJdk.add();
        CorpusOfOurs.add();
    }

    private Corpus() {}

    static Stream<String> names() {
        return KINDS.keySet().stream();
    }

    static Object make(String name) {
        return KINDS.get(name).get();
    }

    static void kind(String name, Supplier<Object> maker) {
        if (KINDS.put(name, maker) != null) {
            throw new IllegalStateException("twice: " + name);
        }
    }
}
