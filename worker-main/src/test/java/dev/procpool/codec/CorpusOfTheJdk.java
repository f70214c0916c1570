package dev.procpool.codec;

import static dev.procpool.codec.Corpus.kind;

import dev.procpool.codec.CorpusTypes.Held;
import dev.procpool.codec.CorpusTypes.NamedList;
import dev.procpool.codec.CorpusTypes.NamedMap;
import dev.procpool.codec.CorpusTypes.Shade;
import dev.procpool.task.RemoteCallable;
import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.*;
import java.time.chrono.JapaneseDate;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Objects of the JDK's own classes: values, arrays, collections, atomics, numbers, time. */
@SuppressWarnings("serial")
final class CorpusOfTheJdk {

    private CorpusOfTheJdk() {}

    static void add() {
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
            int.class, void.class, String.class, int[][].class, CorpusOfTheJdk.class, Shade.class, Map.Entry.class
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
    }
}
