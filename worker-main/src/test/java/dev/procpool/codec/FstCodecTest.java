package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FstCodecTest {

    private final FstCodec codec = new FstCodec();

    record Cyclic(Object[] holder) implements Serializable {}

    /** Uses the codec while it is being decoded, as a class that opens a pool of its own might. */
    record Nesting(String text) implements Serializable {
        static FstCodec inner;

        Nesting {
            try {
                text = (String) inner.decode(inner.encode(text));
            } catch (IOException | ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 65535, 65536, 65537, 16 << 20})
    void payloadsOfAllSizesSurvive(int size) throws Exception {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        String text = new Random(size)
                .ints(Math.min(size, 1 << 20), 0x10000, 0x10FFFF)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        for (TaskCodec each : List.of(codec, new JdkCodec())) {
            assertArrayEquals(bytes, (byte[]) each.decode(each.encode(bytes)));
            assertEquals(text, each.decode(each.encode(text)));
            Object[] both = (Object[]) each.decode(each.encode(new Object[] {text, bytes, List.of(text)}));
            assertEquals(text, both[0]);
            assertArrayEquals(bytes, (byte[]) both[1]);
        }
    }

    @Test
    void damagedStreamsAreExceptionsNothingWorse() throws Exception {
        byte[] good = codec.encode(new Object[] {
            new CorpusTypes.Fields(), new CorpusTypes.Person("a", 1, null), Map.of("k", List.of(1, 2)), "text"
        });
        var random = new Random(3);
        int failures = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int flips = random.nextInt(3); flips >= 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                codec.decode(bad);
            } catch (IOException | ClassNotFoundException e) {
                failures++;
            }
        }
        assertTrue(failures > 1000, "failures=" + failures);
        assertNull(SameGraph.difference("still works", codec.decode(codec.encode("still works"))));
    }

    @Test
    void aClassNameThatSaysItIsHugeIsRefusedBeforeMemoryIsGivenToIt() throws Exception {
        byte[] good = codec.encode(new CorpusTypes.Point(1, 2));
        String name = CorpusTypes.Point.class.getName();
        int length = new String(good, StandardCharsets.ISO_8859_1).indexOf((char) name.length() + name);
        var bad = new ByteArrayOutputStream();
        bad.write(good, 0, length);
        // How FST marks that an int of four bytes follows: Integer.MAX_VALUE, the low byte first.
        bad.write(new byte[] {-127, -1, -1, -1, 127});
        bad.write(good, length + 1, good.length - length - 1);

        var refused = assertThrows(IOException.class, () -> codec.decode(bad.toByteArray()));
        assertTrue(refused.toString().contains("length=2147483647"), refused::toString);
    }

    @Test
    void printsNothing() throws Exception {
        PrintStream out = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true));
        try {
            codec.decode(codec.encode(List.of(1)));
            assertThrows(
                    ClassNotFoundException.class, () -> codec.decode(new byte[] {0, 1, 5, 'n', 'o', 'n', 'e', '!'}));
            assertThrows(IOException.class, () -> codec.decode(new byte[0]));
        } finally {
            System.setOut(out);
        }
        assertEquals("", printed.toString());
    }

    @Test
    void saysWhichClassIsMissing() {
        var name = "org.acme.Missing";
        var stream = new ByteArrayOutputStream();
        stream.write(0); // an object
        stream.write(1); // of a class whose name follows in ASCII
        stream.write(name.length());
        stream.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        var missing = assertThrows(ClassNotFoundException.class, () -> codec.decode(stream.toByteArray()));
        assertTrue(missing.getMessage().startsWith("org.acme.Missing is on no class path here:"), missing.getMessage());
    }

    @Test
    void decodesCyclesThroughRecordsNoWorseThanTheJdk() throws Exception {
        var cycle = new Object[1];
        cycle[0] = new Cyclic(cycle);
        byte[] fromArray = codec.encode(cycle);
        assertNull(SameGraph.difference(cycle, codec.decode(fromArray)));
        // From the record it cannot be: its components would have to be known before it.
        byte[] fromRecord = codec.encode(cycle[0]);
        assertThrows(IOException.class, () -> codec.decode(fromRecord));
    }

    @Test
    void isUsableWhileDecoding() throws Exception {
        Nesting.inner = codec;
        var value = List.of(new Nesting("a"), new Nesting("b"));
        assertEquals(value, codec.decode(codec.encode(value)));
    }

    @Test
    void isThreadSafe() throws Exception {
        var kinds = Corpus.names()
                .filter(kind -> !kind.contains("100,000") && !kind.contains("16 MiB") && !kind.contains("deep"))
                .toList();
        var pair = FallbackCodec.preferFst(); // New, so that the threads race for its tables, too.
        var threads = Executors.newFixedThreadPool(8);
        try {
            var runs = new ArrayList<Callable<String>>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                runs.add(() -> {
                    var order = new ArrayList<>(kinds);
                    java.util.Collections.shuffle(order, new Random(seed));
                    for (String kind : order) {
                        Object value = Corpus.make(kind);
                        var encoded = pair.encode(value);
                        Object back = pair.decode(encoded.codec(), encoded.bytes());
                        if (!(value instanceof CorpusTypes.Replaced) && SameGraph.difference(value, back) != null) {
                            return kind + ": " + SameGraph.difference(value, back);
                        }
                    }
                    return null;
                });
            }
            for (var run : threads.invokeAll(runs)) {
                assertNull(run.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void findsClassesThroughTheContextClassLoaderOfTheMoment() throws Exception {
        URL classes = Corpus.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        for (TaskCodec each : List.of(codec, new JdkCodec())) {
            byte[] bytes = each.encode(new CorpusTypes.Point(1, 2));
            for (int i = 0; i < 2; i++) {
                try (var other = new OwnCopies(classes)) {
                    Thread.currentThread().setContextClassLoader(other);
                    Object copy = each.decode(bytes);
                    assertSame(other, copy.getClass().getClassLoader());
                    assertEquals("Point[x=1, y=2]", copy.toString());
                } finally {
                    Thread.currentThread().setContextClassLoader(before);
                }
                assertEquals(new CorpusTypes.Point(1, 2), each.decode(bytes));
            }
        }
    }

    /** Loads the corpus's classes itself instead of asking its parent. */
    private static final class OwnCopies extends URLClassLoader {

        OwnCopies(URL classes) {
            super(new URL[] {classes}, OwnCopies.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith(CorpusTypes.class.getName())) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : findClass(name);
                }
            }
            return super.loadClass(name, resolve);
        }
    }

    @Test
    void allowListAppliesToBothCodecsAndInsideIslands() throws Exception {
        java.util.function.Predicate<String> allowed =
                name -> name.equals(CorpusTypes.Point.class.getName()) || name.startsWith("java.lang.");
        for (TaskCodec each : List.of(new FstCodec(allowed), new JdkCodec(allowed))) {
            for (Object good : List.of(
                    new CorpusTypes.Point(1, 2),
                    List.of(1, "a", new int[0].length, new ArrayList<>(List.of(new CorpusTypes.Point(3, 4)))),
                    Map.of("k", 1L))) {
                assertEquals(good, each.decode(each.encode(good)));
            }
            assertEquals("m", ((Throwable) each.decode(each.encode(new IllegalStateException("m")))).getMessage());
            for (Object bad : new Object[] {
                new CorpusTypes.Person("a", 1, null),
                new Object[] {new CorpusTypes.Person[0]},
                new CorpusTypes.Coded(1, null),
                new RuntimeException(new CorpusTypes.Odd(1, List.of())),
                CorpusTypes.Shade.DARK,
                CorpusTypes.Person.class,
                (RemoteCallable<Integer>) () -> 1
            }) {
                byte[] bytes = each.encode(bad);
                var refused = assertThrows(IOException.class, () -> each.decode(bytes), () -> each + " let in " + bad);
                assertTrue(
                        refused.toString().contains("allow-list")
                                || refused.toString().contains("forbidden")
                                || refused.toString().contains("REJECTED"),
                        refused.toString());
            }
        }
    }

    @Test
    void keepsNoLargeBuffersAndNoObjects() throws Exception {
        var large = new byte[8 << 20];
        var reference = new java.lang.ref.WeakReference<>(codec.decode(codec.encode(large)));
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
        }
        assertNull(reference.get());
        assertNotSame(codec.encode("a"), codec.encode("a"));
    }

    /** Wrong in the same way everywhere: a constructor's own errors are the class's, the JVM's are everybody's. */
    @Test
    void outOfMemoryPassesAsItIs() throws Exception {
        byte[] bytes = codec.encode(new int[0]);
        bytes[bytes.length - 1] = 127; // An array longer than the stream is refused before it is made.
        assertThrows(IOException.class, () -> codec.decode(bytes));
        record Exhausting(Object value) implements Serializable {
            private Object writeReplace() {
                throw new OutOfMemoryError("made up");
            }
        }
        assertThrows(OutOfMemoryError.class, () -> new JdkCodec().encode(new Exhausting(1)));
        var pair = FallbackCodec.preferFst();
        assertThrows(OutOfMemoryError.class, () -> pair.encode(new Exhausting(1)));
    }
}
