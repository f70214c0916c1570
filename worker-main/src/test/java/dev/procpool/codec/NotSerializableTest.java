package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What cannot travel is refused by every codec in the same words, with the way to it. */
@SuppressWarnings("serial")
class NotSerializableTest {

    private static final String THREAD = "java.lang.Thread is not Serializable";

    static class MyTask implements Serializable {
        Object cache;
        transient Object ignored = new Object();

        MyTask(Object cache) {
            this.cache = cache;
        }
    }

    record Result(String name, Object value) implements Serializable {}

    @Test
    void namesTheFieldOfTheTask() {
        assertRefused("MyTask.cache -> " + THREAD, new MyTask(new Thread()));
    }

    @Test
    void namesTheRootAlone() {
        assertRefused(THREAD, new Thread());
        assertRefused("java.lang.Object is not Serializable", new Object());
        assertRefused("java.util.Optional is not Serializable", Optional.of(1));
    }

    @Test
    void namesEveryStep() {
        var list =
                new ArrayList<Object>(Arrays.asList(1, null, Map.of("key", new Result("r", new Object[] {1, new Thread()
                }))));
        assertRefused("MyTask.cache.cache[2][\"key\"].value[1] -> " + THREAD, new MyTask(new MyTask(list)));
    }

    @Test
    void findsBareObjectsDeepInCollections() {
        Object value = new Object();
        for (int i = 0; i < 50; i++) {
            value = i % 2 == 0 ? new ArrayList<>(List.of(value)) : new HashMap<>(Map.of(i, value));
        }
        String message = messageOf(new JdkCodec(), value);
        assertTrue(message.endsWith("[3][0][1][0] -> java.lang.Object is not Serializable"), message);
        assertRefused(message, value);
    }

    @Test
    void findsTheWayThroughClassesWithCodeOfTheirOwn() {
        assertRefused(
                "TreeMap[\"a\"][0] -> " + THREAD,
                new TreeMap<>(Map.of("a", Collections.unmodifiableList(new ArrayList<>(List.of(new Thread()))))));
    }

    @Test
    void findsWhatAMapHasAsKey() {
        assertRefused("HashMap[a key] -> " + THREAD, new HashMap<>(Map.of(new Thread(), 1)));
    }

    @Test
    void namesTheLambdaAndItsCapturedArgument() {
        var thread = new Thread();
        int first = 1;
        RemoteCallable<Object> task = () -> first + thread.getName();
        assertRefused(
                "lambda in dev.procpool.codec.NotSerializableTest.namesTheLambdaAndItsCapturedArgument,"
                        + " captured argument 2 -> " + THREAD,
                task);
    }

    @Test
    void namesTheMethodReferenceAndItsReceiver() {
        var thread = new Thread();
        RemoteCallable<Object> task = thread::getName;
        assertRefused(
                "java.lang.Thread::getName in dev.procpool.codec.NotSerializableTest, captured argument 1 -> " + THREAD,
                task);
    }

    @Test
    void namesLambdasOnTheWay() {
        var thread = new Thread();
        RemoteCallable<Object> inner = () -> thread;
        assertRefused(
                "MyTask.cache (lambda in dev.procpool.codec.NotSerializableTest.namesLambdasOnTheWay),"
                        + " captured argument 1 -> " + THREAD,
                new MyTask(inner));
    }

    @Test
    void advisesOnLambdasThatAreNotSerializable() {
        Runnable plain = () -> {};
        String message = messageOf(new JdkCodec(), new MyTask(plain));
        assertTrue(message.startsWith("MyTask.cache -> dev.procpool.codec.NotSerializableTest$$Lambda"), message);
        assertTrue(
                message.endsWith(" is not Serializable (a lambda is only where its target type is, such as"
                        + " RemoteCallable)"),
                message);
        assertRefused(message, new MyTask(plain));
    }

    static final class Failure extends RuntimeException {
        final Object culprit = new Thread();
    }

    @Test
    void namesWhatAnExceptionHolds() {
        assertRefused("Result.value.cause.culprit -> " + THREAD, new Result("r", new RuntimeException(new Failure())));
    }

    @Test
    void survivesCyclesAndVeryLongChains() {
        var last = new MyTask(null);
        last.cache = last;
        MyTask first = last;
        for (int i = 0; i < 50_000; i++) {
            first = new MyTask(first);
        }
        last.cache = new Object[] {first, new Thread()};
        String message = messageOf(new JdkCodec(), first);
        assertTrue(message.endsWith(".cache.cache[1] -> " + THREAD), () -> message.substring(message.length() - 200));
        assertRefused(message, first);
    }

    static final class Hostile extends ArrayList<Object> {
        @Override
        public java.util.Iterator<Object> iterator() {
            throw new IllegalStateException("no");
        }
    }

    @Test
    void namesTheClassAloneWhereAnIteratorThrows() {
        var hostile = new Hostile();
        hostile.add(new Thread());
        assertRefused(THREAD, new Object[] {hostile});
    }

    private static void assertRefused(String expected, Object value) {
        assertEquals(expected, messageOf(new JdkCodec(), value));
        // Of two reasons to refuse a graph FST may meet its own first; the pair then asks the JDK.
        IOException byFst = assertThrows(IOException.class, () -> new FstCodec().encode(value));
        assertTrue(byFst instanceof FstRefusal || byFst.getMessage().equals(expected), byFst.toString());
        var pair = FallbackCodec.preferFst();
        assertEquals(
                expected,
                assertThrows(NotSerializableException.class, () -> pair.encode(value))
                        .getMessage());
        assertEquals(0, pair.fallbacks(), "a refusal is no fallback");
    }

    private static String messageOf(TaskCodec codec, Object value) {
        return assertThrows(NotSerializableException.class, () -> codec.encode(value))
                .getMessage();
    }
}
