package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.procpool.codec.FstCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.TaskCodec;
import dev.procpool.task.RemoteFunction;
import java.io.IOException;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How functions, inputs and results of a {@code map} travel, and what becomes of those that cannot. */
final class MapTravelTest extends MapOverPools {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 10})
    void whatCannotTravelFailsOneElementInItsTurn(int chunkSize) {
        RemoteFunction<Object, Object> fn = input -> {
            if (input.equals("thread")) {
                return Thread.currentThread();
            }
            if (input.equals("throws")) {
                throw new Rigid();
            }
            return input;
        };
        List<Object> inputs = List.of(
                "a",
                new NotHere(ownPid),
                "b",
                Thread.currentThread(),
                "c",
                "thread",
                "d",
                "throws",
                "e",
                new NotHere(ownPid));
        Iterator<Object> results =
                processes.map(fn, inputs, MapOptions.chunkSize(chunkSize)).iterator();
        assertEquals("a", results.next());
        assertSays("cannot be decoded in a worker", causeOfNext(TaskSerializationException.class, results));
        assertEquals("b", results.next());
        assertSays(
                "cannot travel to a worker: an input of map: java.lang.Thread is not Serializable",
                causeOfNext(TaskSerializationException.class, results));
        assertEquals("c", results.next());
        assertSays("the result of task", causeOfNext(TaskSerializationException.class, results));
        assertEquals("d", results.next());
        assertSays("rigid", causeOfNext(RemoteTaskException.class, results));
        assertEquals("e", results.next());
        assertSays("cannot be decoded in a worker", causeOfNext(TaskSerializationException.class, results));
        assertFalse(results.hasNext());
    }

    /** An exception that cannot travel. */
    private static final class Rigid extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Object thread = Thread.currentThread();

        Rigid() {
            super("rigid");
        }
    }

    @Test
    void aResultThatCannotBeDecodedHereFailsOneElement() {
        long parent = ownPid;
        Iterator<Object> results = processes
                .<Integer, Object>map(i -> i == 1 ? new NotIn(parent) : new NotIn(-i), upTo(3), MapOptions.chunkSize(3))
                .iterator();
        assertEquals(new NotIn(0), results.next());
        assertSays("cannot be decoded here", causeOfNext(TaskSerializationException.class, results));
        assertEquals(new NotIn(-2), results.next());
        assertFalse(results.hasNext());
    }

    private record NotIn(long pid) implements Serializable {
        NotIn {
            if (pid == ProcessHandle.current().pid()) {
                throw new IllegalStateException("not here");
            }
        }
    }

    @Test
    void whatOnlyJavaSerializationCanDecodeIsSentASecondTimeAndRunsOnce(@TempDir Path directory) {
        String runs = directory.toString();
        List<Map<PickyKey, Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Map<PickyKey, Integer> map = new HashMap<>();
            map.put(new PickyKey(i % 2 == 1), i);
            inputs.add(map);
        }
        List<Map<PickyKey, Integer>> results = processes
                .map(
                        map -> {
                            Files.createFile(Path.of(runs, "run of " + map.values()));
                            return map;
                        },
                        inputs,
                        MapOptions.chunkSize(4))
                .toList();
        assertEquals(inputs, results);
        assertEquals(4, directory.toFile().list().length);
    }

    /** Refuses to be put into a map by FST's decoder, in workers and here. */
    private record PickyKey(boolean picky) implements Serializable {
        @Override
        public int hashCode() {
            boolean fst = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(FstCodec.class.getName())
                                    && frame.getMethodName().equals("decode")));
            if (picky && fst) {
                throw new IllegalStateException("only by Java serialization");
            }
            return 1;
        }
    }

    @Test
    void aFunctionThatCannotTravelFailsEachElementInItsTurn() {
        var captured = new Object();
        Iterator<Object> results = processes
                .<Integer, Object>map(i -> captured, upTo(3), MapOptions.chunkSize(2))
                .iterator();
        for (int i = 0; i < 3; i++) {
            assertSays("the function of map", causeOfNext(TaskSerializationException.class, results));
        }
        assertFalse(results.hasNext());
    }

    @Test
    void aFunctionThatCannotBeDecodedFailsEachElementInItsTurn() {
        var bad = new NotHere(ownPid);
        Iterator<Object> results = processes
                .<Integer, Object>map(i -> bad, upTo(3), MapOptions.chunkSize(2))
                .iterator();
        for (int i = 0; i < 3; i++) {
            assertSays("cannot be decoded in a worker", causeOfNext(TaskSerializationException.class, results));
        }
        assertFalse(results.hasNext());
    }

    /** Can be made, and so decoded, in one process only. */
    private record NotHere(long pid) implements Serializable {
        NotHere {
            if (pid != ProcessHandle.current().pid()) {
                throw new IllegalStateException("not here");
            }
        }
    }

    @Test
    void aPoolWithAClassPathOfItsOwnNeedsOnlyTheFunctionThere(@TempDir Path directory) throws Exception {
        Path classes = copyOf(Twice.class, directory);
        try (var pool = ProcessPool.builder().workers(1).classPath(classes).build()) {
            for (int chunkSize : new int[] {1, 3}) {
                assertEquals(
                        List.of(0, 2, 4, 6),
                        pool.map(new Twice(), upTo(4), MapOptions.chunkSize(chunkSize))
                                .toList());
            }
        }
    }

    private static final class Twice implements RemoteFunction<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer apply(Integer number) {
            return 2 * number;
        }
    }

    private static Path copyOf(Class<?> type, Path directory) throws IOException, URISyntaxException {
        String file = type.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve(file);
        Files.createDirectories(copy.getParent());
        try (var in = type.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, copy);
        }
        return directory;
    }

    private record Named(int number) implements Serializable {}

    private record Unnamed(int number) implements Serializable {}

    @Test
    void theAllowListHoldsForEachElement() {
        for (TaskCodec codec : List.of(
                new FstCodec(name -> name.equals(Named.class.getName())),
                new JdkCodec(name -> name.equals(Named.class.getName())))) {
            try (var pool = ProcessPool.builder().workers(1).codec(codec).build()) {
                Iterator<Object> results = pool.<Integer, Object>map(
                                i -> i == 1 ? new Unnamed(i) : new Named(i), upTo(3), MapOptions.chunkSize(3))
                        .iterator();
                assertEquals(new Named(0), results.next());
                assertSays(Unnamed.class.getName(), causeOfNext(TaskSerializationException.class, results));
                assertEquals(new Named(2), results.next());
                assertFalse(results.hasNext());
            }
        }
    }
}
