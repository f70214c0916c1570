package dev.procpool.codec;

import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteFunction;
import java.io.Externalizable;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.*;
import java.time.chrono.JapaneseDate;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Kinds of object that tasks and results are made of. */
@SuppressWarnings("serial")
final class Corpus {

    private static final Map<String, Supplier<Object>> KINDS = new LinkedHashMap<>();

    private Corpus() {}

    static Stream<String> names() {
        return KINDS.keySet().stream();
    }

    static Object make(String name) {
        return KINDS.get(name).get();
    }

    private static void kind(String name, Supplier<Object> maker) {
        if (KINDS.put(name, maker) != null) {
            throw new IllegalStateException("twice: " + name);
        }
    }

    static {
        kind("null", () -> null);
        kind("boxed primitives", () -> new Object[] {
            true,
            false,
            (byte) -128,
            (short) 300,
            (short) -1,
            'x',
            '\uffff',
            0,
            -127,
            127,
            128,
            1 << 20,
            Integer.MIN_VALUE,
            -126L,
            1L << 40,
            Long.MIN_VALUE,
            1.5f,
            Float.NaN,
            -0.0,
            Double.MIN_VALUE,
            Double.POSITIVE_INFINITY
        });
        kind("char", () -> '\u00ff');
        kind("strings", () -> List.of("", "a", "\u00fe\u00ff\u0100", "\ud83d\ude00", "lone \ud800 half", "\0"));
        kind("string beyond 64 KiB", () -> "x".repeat(65536) + "\ud83d\ude00".repeat(20000));
        kind("StringBuilder", () -> new StringBuilder("built \ud83d\ude00"));
        kind("StringBuffer", () -> new StringBuffer("buffered"));
        kind("Class objects", () -> new Object[] {
            int.class, void.class, String.class, int[][].class, Corpus.class, Shade.class, Map.Entry.class
        });

        kind("primitive arrays", () -> new Object[] {
            new boolean[] {true, false, true},
            new byte[] {1, -1},
            new short[] {255, -1, 256, Short.MIN_VALUE},
            new char[] {'a', '\u00ff', '\uffff'},
            new int[] {0, -1, Integer.MAX_VALUE},
            new long[] {0, -1, Long.MIN_VALUE},
            new float[] {1f, Float.MIN_VALUE},
            new double[] {1, -0.0},
            new int[0]
        });
        kind("byte array of 16 MiB", () -> {
            var bytes = new byte[16 << 20];
            new Random(1).nextBytes(bytes);
            return bytes;
        });
        kind("multi-dimensional arrays", () -> new Object[] {
            new int[][] {{1, 2}, {}, null, {3}}, new String[2][3][1], new Object[][] {{"a"}, new String[] {"b"}}
        });
        kind("multi-dimensional array with shared rows", () -> {
            int[] row = {1, 2, 3};
            return new Object[] {new int[][] {row, row, {1, 2, 3}}, row};
        });
        kind("multi-dimensional array that contains itself", () -> {
            var rows = new Object[2][];
            rows[0] = rows;
            rows[1] = new Object[] {rows, "x"};
            return rows;
        });
        kind("array of interface type", () -> new CharSequence[] {"a", new StringBuilder("b"), null});
        kind("array of a class that is not serializable", () -> new Thread[2]);
        kind("array of lambdas", () -> new RemoteCallable<?>[] {() -> 1, () -> 2});

        kind("ArrayList", () -> new ArrayList<>(Arrays.asList(1, "two", null, 3.0)));
        kind("LinkedList", () -> new LinkedList<>(List.of(1, 2)));
        kind("ArrayDeque", () -> new ArrayDeque<>(List.of(1, 2, 3)));
        kind("Vector and Stack", () -> {
            var stack = new Stack<Object>();
            stack.push(1);
            return new Object[] {new Vector<>(List.of(1)), stack};
        });
        kind("HashSet", () -> new HashSet<>(Arrays.asList(1, "two", null)));
        kind("LinkedHashSet", () -> new LinkedHashSet<>(List.of(3, 1, 2)));
        kind("TreeSet with comparator", () -> {
            var set = new TreeSet<>(Comparator.<String>reverseOrder());
            set.addAll(List.of("a", "b", "c"));
            return set;
        });
        kind("PriorityQueue", () -> new PriorityQueue<>(List.of(5, 1, 4, 2, 3)));
        kind("PriorityQueue with comparator", () -> {
            var queue = new PriorityQueue<Integer>((Comparator<Integer> & Serializable) (a, b) -> b - a);
            queue.addAll(List.of(1, 2, 3));
            return queue;
        });
        kind("HashMap", () -> {
            var map = new HashMap<Object, Object>();
            for (int i = 0; i < 100; i++) {
                map.put(i, "v" + i);
            }
            map.put("none", null);
            return map;
        });
        kind("HashMap with null key", () -> {
            var map = new HashMap<Object, Object>();
            map.put(null, 1);
            return new Object[] {map.size(), map.get(null)};
        });
        kind("LinkedHashMap", () -> new LinkedHashMap<>(Map.of("b", 1, "a", 2)));
        kind("LinkedHashMap in access order", () -> {
            var map = new LinkedHashMap<String, Integer>(16, 0.75f, true);
            map.put("a", 1);
            map.put("b", 2);
            map.get("a");
            return map;
        });
        kind("TreeMap", () -> new TreeMap<>(Map.of("b", 1, "a", 2)));
        kind("TreeMap with comparator", () -> {
            var map = new TreeMap<String, Integer>(String.CASE_INSENSITIVE_ORDER);
            map.put("B", 1);
            map.put("a", 2);
            return map;
        });
        kind("IdentityHashMap", () -> new IdentityHashMap<>(Map.of("a", 1)));
        kind("WeakHashMap's cousin Hashtable, Properties with defaults", () -> {
            var defaults = new Properties();
            defaults.setProperty("a", "1");
            var properties = new Properties(defaults);
            properties.setProperty("b", "2");
            return new Object[] {new Hashtable<>(Map.of(1, 2)), properties, new Held(properties)};
        });
        kind("subclass of HashMap with a field", () -> new NamedMap("name", Map.of("a", 1)));
        kind("subclass of ArrayList with a field", () -> new NamedList("name", List.of("a")));
        kind("anonymous subclass of HashMap", () -> new HashMap<>() {
            {
                put("a", 1);
            }
        });
        kind("List.of of all sizes", () -> List.of(List.of(), List.of(1), List.of(1, 2), List.of(1, 2, 3)));
        kind(
                "List.subList of an immutable list",
                () -> new ArrayList<>(List.of(1, 2, 3).subList(1, 3)));
        kind("Stream.toList with null", () -> Stream.of("a", null).toList());
        kind("Set.of of all sizes", () -> List.of(Set.of(), Set.of(1), Set.of(1, 2), Set.of(1, 2, 3)));
        kind("Map.of of all sizes", () -> List.of(Map.of(), Map.of(1, 2), Map.of(1, 2, 3, 4)));
        kind("Map.entry's serializable kin", () -> new AbstractMap.SimpleEntry<>("k", "v"));
        kind("Arrays.asList", () -> Arrays.asList("a", null, 2));
        kind("Collections.empty", () -> new Object[] {
            Collections.emptyList(), Collections.emptySet(), Collections.emptyMap(), Collections.emptySortedMap()
        });
        kind("Collections.singleton", () ->
                new Object[] {Collections.singletonList(1), Collections.singleton(2), Collections.singletonMap(3, 4)});
        kind("Collections.unmodifiable", () -> new Object[] {
            Collections.unmodifiableList(new ArrayList<>(List.of(1))),
            Collections.unmodifiableList(new LinkedList<>(List.of(1))),
            Collections.unmodifiableSet(new HashSet<>(Set.of(1))),
            Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))),
            Collections.unmodifiableCollection(new ArrayList<>(List.of(1))).toArray()
        });
        kind("Collections.synchronized", () -> new Object[] {
            Collections.synchronizedList(new ArrayList<>(List.of(1))), Collections.synchronizedMap(new TreeMap<>())
        });
        kind("Collections.checked, nCopies, reverseOrder", () -> new Object[] {
            Collections.checkedList(new ArrayList<>(List.of("a")), String.class),
            Collections.nCopies(3, "x"),
            Collections.reverseOrder()
        });
        kind("Collectors.groupingBy", () -> IntStream.range(0, 20).boxed().collect(Collectors.groupingBy(i -> i % 3)));
        kind("EnumMap", () -> new EnumMap<>(Map.of(Shade.LIGHT, 1, Shade.DARK, 2)));
        kind("EnumSet, empty and full", () -> new Object[] {
            new ArrayList<>(EnumSet.of(Shade.DARK)), EnumSet.noneOf(Shade.class), EnumSet.allOf(Shade.class)
        });
        kind("BitSet", () -> BitSet.valueOf(new long[] {5, 0, 1L << 63}));

        kind("ConcurrentHashMap", () -> new ConcurrentHashMap<>(Map.of("a", 1, "b", 2)));
        kind("ConcurrentSkipListMap", () -> new ConcurrentSkipListMap<>(Map.of("a", 1, "b", 2)));
        kind("CopyOnWriteArrayList and Set", () ->
                new Object[] {new CopyOnWriteArrayList<>(List.of(1, 2)), new CopyOnWriteArraySet<>(List.of(1))});
        kind("concurrent queues", () -> new Object[] {
            new ConcurrentLinkedQueue<>(List.of(1)), new LinkedBlockingQueue<>(List.of(1)), new ArrayBlockingQueue<>(3)
        });
        kind("atomics", () -> new Object[] {
            new AtomicInteger(1),
            new AtomicLong(2),
            new AtomicBoolean(true),
            new AtomicReference<>("x"),
            new AtomicIntegerArray(new int[] {1, 2})
        });
        kind("LongAdder", () -> {
            var adder = new LongAdder();
            adder.add(42);
            return new Object[] {adder, adder.sum()};
        });
        kind("locks", () -> new Object[] {
            new ReentrantLock(true).isFair(),
            new Held(new ReentrantLock(true)),
            new ReentrantReadWriteLock().toString().length() > 0
        });

        kind(
                "BigInteger",
                () -> List.of(BigInteger.ZERO, BigInteger.ONE.shiftLeft(1000).negate()));
        kind("BigDecimal", () ->
                new Object[] {new BigDecimal("-1.230"), new BigDecimal(BigInteger.TEN, -3), MathContext.DECIMAL32});
        kind("UUID", () -> new UUID(1, -1));
        kind("URI", () -> URI.create("https://example.org/a?b#c"));
        kind("Locale and Currency", () -> new Object[] {Locale.CANADA_FRENCH, Currency.getInstance("EUR")});
        kind("Pattern", () -> Pattern.compile("a(b)", Pattern.CASE_INSENSITIVE));
        kind("File", () -> new File("a/b"));
        kind("Random goes on where it was", () -> {
            var random = new Random(5);
            random.nextInt();
            return random;
        });
        kind("java.time, all of it", () -> new Object[] {
            Instant.ofEpochSecond(1, 2),
            LocalDate.of(2026, 1, 2),
            LocalTime.of(1, 2, 3, 4),
            LocalDateTime.of(2026, 1, 2, 3, 4),
            OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(7)),
            OffsetTime.of(1, 2, 3, 4, ZoneOffset.UTC),
            ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Zurich")),
            Duration.ofNanos(-1),
            Period.of(1, 2, 3),
            Year.of(2026),
            YearMonth.of(2026, 1),
            MonthDay.of(1, 2),
            ZoneId.of("Asia/Tokyo"),
            ZoneOffset.ofHoursMinutes(5, 30),
            DayOfWeek.MONDAY,
            Month.MAY,
            JapaneseDate.of(2026, 1, 2),
            Clock.systemUTC()
        });
        kind("LocalDate alone", () -> LocalDate.of(2026, 1, 2));
        kind("Date", () -> {
            var date = new Date(1234567890123L);
            return new Object[] {date, date, new Date(1234567890123L)};
        });
        kind("Timestamp and java.sql.Date", () -> {
            var stamp = new Timestamp(1000);
            stamp.setNanos(123456789);
            return new Object[] {stamp, stamp.getNanos(), new java.sql.Date(0)};
        });
        kind("GregorianCalendar and TimeZone", () -> {
            var calendar = new GregorianCalendar(TimeZone.getTimeZone("Europe/Zurich"), Locale.ROOT);
            calendar.setTimeInMillis(0);
            return new Object[] {calendar, TimeZone.getTimeZone("UTC")};
        });
        kind("SimpleDateFormat", () -> new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT));

        kind("enum", () -> new Object[] {Shade.LIGHT, TimeUnit.DAYS, Shade.LIGHT});
        kind("enum with bodies", () -> new Object[] {Op.PLUS, Op.MINUS, new Held(Op.MINUS)});
        kind("record", () -> new Point(1, 2));
        kind("record, generic and nested", () -> new Two<>(new Two<>("a", null), List.of(new Point(3, 4))));
        kind(
                "record with all primitives and arrays",
                () -> new Many(
                        true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7d, new int[] {8}, new String[][] {{"9"}}, null));
        kind("record with a compact constructor", () -> new Range(1, 9));
        kind("record with an accessor that lies", () -> new Lying(3));
        kind("record without components", Nothing::new);
        kind("local record", () -> {
            record Local(String name, Local next) implements Serializable {}
            return new Local("a", new Local("b", null));
        });
        kind("record shared", () -> {
            var point = new Point(1, 2);
            return new Object[] {point, point, new Two<>(point, point)};
        });
        kind("record with writeReplace", () -> new Replaced(4));
        kind("record in a HashSet", () -> new HashSet<>(List.of(new Point(1, 2), new Point(2, 1))));

        kind("plain object", () -> new Person("Ada", 36, new Person("Byron", 30, null)));
        kind("fields of every type", Fields::new);
        kind("fields hidden by a subclass", () -> new Shadowing("outer", "inner"));
        kind("transient fields", () -> new WithTransient(7));
        kind("superclass that is not serializable", () -> new OfPlainBase("kept"));
        kind("superclass without state that is not serializable", () -> new OfStatelessBase("kept"));
        kind("inner class", () -> new Outer("outer").new Inner("inner"));
        kind("anonymous class", () -> new Outer("outer").anonymous());
        kind("local class with captured variable", () -> new Outer("outer").local(5));
        kind("cycle", () -> {
            var a = new Person("a", 1, null);
            a.other = new Person("b", 2, a);
            return a;
        });
        kind("cycle through collections", () -> {
            var list = new ArrayList<Object>();
            var map = new HashMap<String, Object>();
            list.add(map);
            map.put("list", list);
            list.add(list.size());
            return new Object[] {list, map};
        });
        kind("cycle through an array", () -> {
            var array = new Object[2];
            array[0] = array;
            array[1] = new Held(array);
            return array;
        });
        kind("shared references", () -> {
            var shared = new Person("s", 1, null);
            var list = new ArrayList<>(List.of(shared));
            return new Object[] {shared, new Held(shared), list, list, new Two<>(list, shared), new int[0]};
        });
        kind(
                "equal objects that are not the same", () -> new Object[] {
                    new ArrayList<>(List.of(1)), new ArrayList<>(List.of(1)), new Point(1, 1), new Point(1, 1)
                });
        kind("linked list of 100,000 nodes", () -> chain(100_000));
        kind("linked list of 1,000 nodes", () -> chain(1_000));
        kind("ArrayList nested 5,000 deep", () -> {
            var list = new ArrayList<Object>();
            for (int i = 0; i < 5_000; i++) {
                list = new ArrayList<>(Collections.singletonList(list));
            }
            return list;
        });
        kind("many shared objects", () -> {
            var people = new ArrayList<Person>();
            for (int i = 0; i < 10_000; i++) {
                people.add(new Person("p" + i, i, i == 0 ? null : people.get(i * 7919 % i)));
            }
            return people;
        });

        kind("lambda", () -> (RemoteCallable<String>) () -> "hello");
        kind("lambda with captures", () -> {
            int n = 5;
            var list = List.of(1, 2);
            var date = LocalDate.of(2026, 1, 2);
            return (RemoteCallable<String>) () -> n + list.toString() + date;
        });
        kind("nested lambdas", () -> {
            RemoteFunction<Integer, Integer> inner = x -> x + 1;
            RemoteFunction<Integer, Integer> outer = x -> inner.apply(x) * 2;
            return (RemoteCallable<Integer>) () -> outer.apply(3) + inner.apply(4);
        });
        kind("lambda shared", () -> {
            RemoteFunction<Integer, Integer> f = x -> x + 1;
            return new Object[] {f, f, new Held(f)};
        });
        kind("method references", () -> new Object[] {
            (RemoteFunction<String, Integer>) String::length,
            (RemoteFunction<String, Integer>) Integer::parseInt,
            (RemoteFunction<String, Object>) StringBuilder::new,
            (RemoteCallable<Integer>) "bound"::length
        });
        kind("lambda capturing this", () -> new Outer("outer").lambda());
        kind("comparators", () ->
                new Object[] {Comparator.naturalOrder(), Comparator.reverseOrder(), String.CASE_INSENSITIVE_ORDER});

        kind("exception", () -> new IllegalStateException("bad"));
        kind("exception with cause and suppressed", () -> {
            var e = new IOException("outer", new RuntimeException("inner", new Error("innermost")));
            e.addSuppressed(new IllegalArgumentException("suppressed"));
            return e;
        });
        kind("exception without a String constructor", () -> new Odd(5, List.of("x")));
        kind("exception with extra fields", () -> new Coded(42, new Point(1, 2)));
        kind("exceptions that cause each other", () -> {
            var a = new RuntimeException("a");
            var b = new RuntimeException("b", a);
            a.initCause(b);
            return a;
        });
        kind("exception and its cause side by side", () -> {
            var cause = new RuntimeException("cause");
            return new Object[] {new RuntimeException("outer", cause), cause};
        });
        kind("exception twice", () -> {
            var e = new RuntimeException("e");
            return new Object[] {e, e, new Held(e), new IOException("other")};
        });
        kind("exception that shares a field with the rest", () -> {
            var point = new Person("p", 1, null);
            return new Object[] {new Coded(1, point), point};
        });
        kind("exceptions that suppress the same one", () -> {
            var shared = new RuntimeException("shared");
            var a = new RuntimeException("a");
            var b = new RuntimeException("b");
            a.addSuppressed(shared);
            b.addSuppressed(shared);
            return List.of(a, b);
        });
        kind("exception in a record", () -> new Two<>("failed", new TimeoutException("late")));
        kind("StackOverflowError and AssertionError", () ->
                new Object[] {new StackOverflowError(), new AssertionError(1)});

        kind("readResolve", () -> new Object[] {Single.ONE, Single.ONE});
        kind("writeReplace", () -> new ByProxy("through a proxy"));
        kind("Externalizable", () -> new Outside("ext", 70_000));
        kind("writeObject with defaultWriteObject", () -> new CustomDefault("kept", 3));
        kind("writeObject with putFields", () -> new CustomFields("kept", 3));
        kind("readObject only", () -> new ReadOnly("kept"));
        kind("serialPersistentFields", () -> new Persistent("kept", "dropped"));
        kind("readObject that reads to the end of its data", () -> new Optionals(1, 2, 3));
        kind("registerValidation", () -> new Validated(1));
        kind("custom serialization in a cycle", () -> {
            var custom = new CustomDefault("c", 1);
            var holder = new Held(custom);
            custom.back = holder;
            return holder;
        });
        kind(
                "Proxy",
                () -> Proxy.newProxyInstance(
                        Corpus.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler("hi")));
        kind(
                "Proxy inside",
                () -> new Held(Proxy.newProxyInstance(
                        Corpus.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler("hi"))));
        kind("bytes of text in 4-byte UTF-8", () -> "\ud83d\ude00".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }

    private static Object chain(int nodes) {
        Person first = null;
        for (int i = 0; i < nodes; i++) {
            first = new Person("n", i, first);
        }
        return first;
    }

    enum Shade {
        LIGHT,
        DARK
    }

    enum Op {
        PLUS {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        },
        MINUS {
            @Override
            int apply(int a, int b) {
                return a - b;
            }
        };

        abstract int apply(int a, int b);
    }

    record Point(int x, int y) implements Serializable {}

    record Two<A, B>(A first, B second) implements Serializable {}

    record Many(
            boolean z, byte b, short s, char c, int i, long j, float f, double d, int[] a, String[][] m, Object none)
            implements Serializable {}

    record Range(int from, int to) implements Serializable {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from=" + from + " > to=" + to);
            }
        }
    }

    record Lying(int value) implements Serializable {
        @Override
        public int value() {
            return value * 100;
        }
    }

    record Nothing() implements Serializable {}

    record Replaced(int value) implements Serializable {
        private Object writeReplace() {
            return new Point(value, value);
        }
    }

    static class Person implements Serializable {
        final String name;
        final int age;
        Person other;

        Person(String name, int age, Person other) {
            this.name = name;
            this.age = age;
            this.other = other;
        }
    }

    static final class Held implements Serializable {
        final Object held;

        Held(Object held) {
            this.held = held;
        }
    }

    static final class Fields implements Serializable {
        boolean z1 = true, z2, z3 = true, z4, z5 = true, z6, z7 = true, z8, z9 = true;
        byte b = -1;
        short s = -2;
        char c = '\uffff';
        int i = -3;
        long j = Long.MIN_VALUE;
        float f = 1.5f;
        double d = -0.0;
        Boolean boxed = Boolean.TRUE;
        Number number = 5L;
        Object[] objects = {1, "a", new Object[] {2}};
        int[][] grid = {{1}, {2, 3}};
        Person[] people = {new Person("a", 1, null), null};
        List<String> list = List.of("x");
        CharSequence text = "t";
        Shade shade = Shade.DARK;
        Op op = Op.PLUS;
        Enum<?> any = Op.MINUS;
        Class<?> type = int.class;
    }

    static class Base implements Serializable {
        private final String name;

        Base(String name) {
            this.name = name;
        }
    }

    static final class Shadowing extends Base {
        private final String name;

        Shadowing(String outer, String inner) {
            super(outer);
            this.name = inner;
        }
    }

    static final class WithTransient implements Serializable {
        final int kept;
        transient int forgotten = 5;

        WithTransient(int kept) {
            this.kept = kept;
        }
    }

    static class PlainBase {
        String state = "set by the constructor";
    }

    static final class OfPlainBase extends PlainBase implements Serializable {
        final String own;

        OfPlainBase(String own) {
            this.own = own;
        }
    }

    abstract static class StatelessBase {}

    static final class OfStatelessBase extends StatelessBase implements Serializable {
        final String own;

        OfStatelessBase(String own) {
            this.own = own;
        }
    }

    static final class Outer implements Serializable {
        final String name;

        Outer(String name) {
            this.name = name;
        }

        final class Inner implements Serializable {
            final String own;

            Inner(String own) {
                this.own = own;
            }

            @Override
            public String toString() {
                return name + own;
            }
        }

        Object anonymous() {
            return new RemoteCallable<String>() {
                @Override
                public String call() {
                    return name;
                }
            };
        }

        Object local(int captured) {
            class Local implements Serializable {
                int twice() {
                    return captured * 2 + name.length();
                }
            }
            return new Local();
        }

        Object lambda() {
            return (RemoteCallable<String>) () -> name;
        }
    }

    static final class NamedMap extends HashMap<String, Integer> {
        final String name;

        NamedMap(String name, Map<String, Integer> from) {
            super(from);
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other) && name.equals(((NamedMap) other).name);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    static final class NamedList extends ArrayList<String> {
        final String name;

        NamedList(String name, List<String> from) {
            super(from);
            this.name = name;
        }
    }

    static final class Odd extends Exception {
        final int number;

        Odd(int number, List<String> more) {
            super("odd " + number + more);
            this.number = number;
        }
    }

    static final class Coded extends RuntimeException {
        final int code;
        final Object detail;

        Coded(int code, Object detail) {
            super("coded");
            this.code = code;
            this.detail = detail;
        }
    }

    static final class Single implements Serializable {
        static final Single ONE = new Single();

        private Object readResolve() {
            return ONE;
        }
    }

    static final class ByProxy implements WritesTransients {
        final transient String text;

        ByProxy(String text) {
            this.text = text;
        }

        private Object writeReplace() {
            return new Form(text);
        }

        private record Form(String text) implements Serializable {
            private Object readResolve() {
                return new ByProxy(text);
            }
        }
    }

    public static final class Outside implements Externalizable {
        String name;
        byte[] bytes;

        public Outside() {}

        Outside(String name, int size) {
            this.name = name;
            this.bytes = new byte[size];
            Arrays.fill(bytes, (byte) 7);
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(name);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            name = in.readUTF();
            bytes = new byte[in.readInt()];
            in.readFully(bytes);
        }
    }

    static final class CustomDefault implements WritesTransients {
        final String kept;
        transient int extra;
        Object back;

        CustomDefault(String kept, int extra) {
            this.kept = kept;
            this.extra = extra;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(extra);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            extra = in.readInt();
        }
    }

    static final class CustomFields implements WritesTransients {
        private String text;
        private long number;

        CustomFields(String text, long number) {
            this.text = text;
            this.number = number;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            var fields = out.putFields();
            fields.put("text", text + "!");
            fields.put("number", number + 1);
            out.writeFields();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            var fields = in.readFields();
            String written = (String) fields.get("text", null);
            text = written.substring(0, written.length() - 1);
            number = fields.get("number", 0L) - 1;
        }
    }

    static final class ReadOnly implements WritesTransients {
        final String kept;
        private transient int computed;

        ReadOnly(String kept) {
            this.kept = kept;
            this.computed = kept.length();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            computed = kept.length();
        }
    }

    static final class Persistent implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("kept", String.class)};
        private final String kept;
        private final transient String dropped;

        Persistent(String kept, String dropped) {
            this.kept = kept;
            this.dropped = dropped;
        }
    }

    static final class Optionals implements WritesTransients {
        private transient List<Object> read;

        Optionals(Object... values) {
            read = new ArrayList<>(Arrays.asList(values));
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            for (Object value : read) {
                out.writeObject(value);
            }
        }

        private void readObject(ObjectInputStream in) throws ClassNotFoundException, IOException {
            read = new ArrayList<>();
            try {
                while (true) {
                    read.add(in.readObject());
                }
            } catch (java.io.OptionalDataException end) {
                if (!end.eof) {
                    throw end;
                }
            }
        }
    }

    static final class Validated implements WritesTransients, ObjectInputValidation {
        private final int value;
        private transient boolean valid = true;

        Validated(int value) {
            this.value = value;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.registerValidation(this, 0);
            in.defaultReadObject();
        }

        @Override
        public void validateObject() {
            valid = value > 0;
        }
    }

    /** What its transient fields hold is written by its own code or rebuilt by it. */
    interface WritesTransients extends Serializable {}

    interface Greeter {
        String greet();
    }

    static final class Handler implements InvocationHandler, Serializable {
        final String text;

        Handler(String text) {
            this.text = text;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) {
            return switch (method.getName()) {
                case "hashCode" -> text.hashCode();
                case "equals" -> args[0] != null && args[0].toString().equals(text);
                default -> text;
            };
        }
    }
}
