package dev.procpool.codec;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An allow-list of class names, asked before anything of a class is decoded. The same list means the same for both
 * codecs: arrays count as their elements, and {@link #ALWAYS} names what is never asked for, being without behaviour of
 * its own or needed to rebuild what is.
 */
final class ClassFilter {

    private static final Set<String> ALWAYS = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Class",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Record",
            "java.lang.Short",
            "java.lang.StackTraceElement",
            "java.lang.String",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.CollSer",
            "java.util.Collections$EmptyList",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Date",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN",
            "java.util.ImmutableCollections$Map1",
            "java.util.ImmutableCollections$MapN",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.Map$Entry",
            "java.util.UUID",
            BesideRef.class.getName(),
            Island.class.getName(),
            Parts.class.getName());

    private final Predicate<String> allowed;

    ClassFilter(Predicate<String> allowed) {
        this.allowed = Objects.requireNonNull(allowed, "allowed");
    }

    boolean allows(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive() || ALWAYS.contains(element.getName()) || allowed.test(element.getName());
    }

    void check(Class<?> type) throws InvalidClassException {
        if (!allows(type)) {
            throw new InvalidClassException(type.getName(), "not decoded: this pool's allow-list does not name it");
        }
    }

    /** This list in the JDK's form; what it does not reject it leaves to the filter of the JVM, if there is one. */
    ObjectInputFilter asObjectInputFilter() {
        ObjectInputFilter own = info -> info.serialClass() == null || allows(info.serialClass())
                ? ObjectInputFilter.Status.UNDECIDED
                : ObjectInputFilter.Status.REJECTED;
        ObjectInputFilter ofTheJvm = ObjectInputFilter.Config.getSerialFilter();
        return info -> {
            var status = own.checkInput(info);
            return status == ObjectInputFilter.Status.REJECTED || ofTheJvm == null ? status : ofTheJvm.checkInput(info);
        };
    }
}
