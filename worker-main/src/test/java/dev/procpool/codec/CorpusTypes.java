package dev.procpool.codec;

import dev.procpool.task.RemoteCallable;
import java.io.Externalizable;
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
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** A user's classes, as codecs meet them. */
@SuppressWarnings("serial")
final class CorpusTypes {

    private CorpusTypes() {}

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
