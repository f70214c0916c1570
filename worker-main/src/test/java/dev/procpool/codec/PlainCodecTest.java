package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteFunction;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the plain codec takes comes back exactly as it was; what it does not take it leaves alone; garbage is an exception. */
class PlainCodecTest {

    private final PlainCodec codec = new PlainCodec();

    static List<Object> values() {
        return Arrays.asList(
                null,
                true,
                false,
                (byte) -7,
                (short) -30_000,
                'ü',
                '\uD800',
                Integer.MIN_VALUE,
                42,
                Long.MIN_VALUE,
                0.1f,
                Float.NaN,
                -0.0,
                Double.NEGATIVE_INFINITY,
                "",
                "latin ÿ",
                "beyond \u0100",
                "half \uDC00 of a pair \uD83D\uDE00",
                "x".repeat(100_000),
                "\u4e2d".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aPlainValueComesBack(Object value) throws Exception {
        assertEquals(value, codec.decode(codec.encode(value)));
    }

    @ParameterizedTest
    @MethodSource("values")
    @SuppressWarnings("unchecked")
    void aLambdaComesBackWithWhatItCaptures(Object value) throws Exception {
        RemoteCallable<List<Object>> task = () -> Arrays.asList(value, value);
        var decoded = (RemoteCallable<List<Object>>) codec.decode(codec.encode(task));
        assertEquals(Arrays.asList(value, value), decoded.call());
    }

    @Test
    @SuppressWarnings("unchecked")
    void lambdasOfOnePlaceShareItsFormAndKeepTheirOwnValues() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            long other = -i;
            RemoteCallable<String> task = () -> number + "/" + other;
            assertEquals(number + "/" + other, ((RemoteCallable<String>) codec.decode(codec.encode(task))).call());
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void methodReferencesAreLambdas() throws Exception {
        RemoteFunction<String, Integer> unbound = String::length;
        assertEquals(3, ((RemoteFunction<String, Integer>) codec.decode(codec.encode(unbound))).apply("abc"));
        String captured = "abc";
        RemoteFunction<String, String> bound = captured::concat;
        assertEquals("abcd", ((RemoteFunction<String, String>) codec.decode(codec.encode(bound))).apply("d"));
        RemoteFunction<String, StringBuilder> constructor = StringBuilder::new;
        assertEquals(
                "x",
                ((RemoteFunction<String, StringBuilder>) codec.decode(codec.encode(constructor)))
                        .apply("x")
                        .toString());
    }

    @Test
    void whatHoldsMoreThanPlainValuesIsLeftToOthers() {
        var list = new ArrayList<>(List.of(1));
        RemoteCallable<Object> capturing = () -> list;
        RemoteCallable<Object> capturingAnArray = () -> new int[0].length + list.size();
        assertNull(codec.encode(capturing));
        assertNull(codec.encode(capturingAnArray));
        assertNull(codec.encode(list));
        assertNull(codec.encode(new int[1]));
        assertNull(codec.encode(Thread.State.NEW));
        assertNull(codec.encode(new Object()));
        assertNull(codec.encode((Runnable) () -> {}), "that lambda is not serializable");
    }

    @Test
    void anAllowListIsNotPassedBy() throws Exception {
        var filtering = FallbackCodec.preferring(new FstCodec(name -> false));
        RemoteCallable<Integer> task = () -> 1;
        assertEquals(FstCodec.WIRE_ID, filtering.encode(task).codec());
        byte[] plain = codec.encode(task);
        assertThrows(IOException.class, () -> filtering.decode(PlainCodec.WIRE_ID, plain));
    }

    @Test
    void anotherContextClassLoaderFindsItsOwnClass() throws Exception {
        RemoteCallable<Class<?>> task = () -> PlainCodecTest.class;
        byte[] bytes = codec.encode(task);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        assertSame(PlainCodecTest.class, ((RemoteCallable<?>) codec.decode(bytes)).call());
        URL[] here = {
            PlainCodecTest.class.getProtectionDomain().getCodeSource().getLocation(),
        };
        try (var other = new OwnFirst(here, before)) {
            thread.setContextClassLoader(other);
            var decoded = (RemoteCallable<?>) codec.decode(bytes);
            assertSame(other, ((Class<?>) decoded.call()).getClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
        assertSame(PlainCodecTest.class, ((RemoteCallable<?>) codec.decode(bytes)).call());
    }

    /** Has this test's class for itself. */
    private static final class OwnFirst extends URLClassLoader {

        OwnFirst(URL[] where, ClassLoader parent) {
            super(where, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(PlainCodecTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    @Test
    void aLambdaOfAClassThatIsNotThereSaysSo() {
        RemoteCallable<Integer> task = () -> 1;
        byte[] bytes = codec.encode(task);
        byte[] name = "PlainCodecTest".getBytes();
        for (int i = 0; i + name.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
                bytes[i] = 'Q';
            }
        }
        var missing = assertThrows(ClassNotFoundException.class, () -> codec.decode(bytes));
        assertNotNull(missing.getMessage());
    }

    @Test
    void garbageIsAnExceptionAndTakesNoMemory() {
        int number = 5;
        RemoteCallable<String> task = () -> "answer " + number;
        var random = new Random(1);
        for (Object value : new Object[] {task, "some text", 7L, null}) {
            byte[] good = codec.encode(value);
            for (int length = 0; length < good.length; length++) {
                byte[] cut = Arrays.copyOf(good, length);
                assertThrows(IOException.class, () -> codec.decode(cut), () -> "cut at " + cut.length);
            }
            for (int i = 0; i < 2_000; i++) {
                byte[] damaged = good.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                try {
                    codec.decode(damaged);
                } catch (IOException | ClassNotFoundException e) {
                    // As it should be; a damaged number is only another number.
                }
            }
        }
        assertThrows(IOException.class, () -> codec.decode(new byte[] {1, 1}), "more than one value");
    }
}
