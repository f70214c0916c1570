package dev.procpool.codec;

import static dev.procpool.codec.Corpus.kind;

import dev.procpool.codec.CorpusTypes.ByProxy;
import dev.procpool.codec.CorpusTypes.Coded;
import dev.procpool.codec.CorpusTypes.CustomDefault;
import dev.procpool.codec.CorpusTypes.CustomFields;
import dev.procpool.codec.CorpusTypes.Fields;
import dev.procpool.codec.CorpusTypes.Greeter;
import dev.procpool.codec.CorpusTypes.Handler;
import dev.procpool.codec.CorpusTypes.Held;
import dev.procpool.codec.CorpusTypes.Lying;
import dev.procpool.codec.CorpusTypes.Many;
import dev.procpool.codec.CorpusTypes.Nothing;
import dev.procpool.codec.CorpusTypes.Odd;
import dev.procpool.codec.CorpusTypes.OfPlainBase;
import dev.procpool.codec.CorpusTypes.OfStatelessBase;
import dev.procpool.codec.CorpusTypes.Op;
import dev.procpool.codec.CorpusTypes.Optionals;
import dev.procpool.codec.CorpusTypes.Outer;
import dev.procpool.codec.CorpusTypes.Outside;
import dev.procpool.codec.CorpusTypes.Persistent;
import dev.procpool.codec.CorpusTypes.Person;
import dev.procpool.codec.CorpusTypes.Point;
import dev.procpool.codec.CorpusTypes.Range;
import dev.procpool.codec.CorpusTypes.ReadOnly;
import dev.procpool.codec.CorpusTypes.Replaced;
import dev.procpool.codec.CorpusTypes.Shade;
import dev.procpool.codec.CorpusTypes.Shadowing;
import dev.procpool.codec.CorpusTypes.Single;
import dev.procpool.codec.CorpusTypes.Two;
import dev.procpool.codec.CorpusTypes.Validated;
import dev.procpool.codec.CorpusTypes.WithTransient;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteFunction;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Objects of a user's classes: records, graphs, lambdas, exceptions, and what serializes itself. */
@SuppressWarnings("serial")
final class CorpusOfOurs {

    private CorpusOfOurs() {}

    static void add() {
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
                        Greeter.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler("hi")));
        kind(
                "Proxy inside",
                () -> new Held(Proxy.newProxyInstance(
                        Greeter.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler("hi"))));
        kind("bytes of text in 4-byte UTF-8", () -> "\ud83d\ude00".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }

    private static Object chain(int nodes) {
        Person first = null;
        for (int i = 0; i < nodes; i++) {
            first = new Person("n", i, first);
        }
        return first;
    }
}
