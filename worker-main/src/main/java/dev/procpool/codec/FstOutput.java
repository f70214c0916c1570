package dev.procpool.codec;

import dev.procpool.bulk.Bulk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.lang.invoke.SerializedLambda;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.nustaq.serialization.FSTClazzInfo;
import org.nustaq.serialization.FSTClazzInfo.FSTFieldInfo;
import org.nustaq.serialization.FSTConfiguration;
import org.nustaq.serialization.FSTObjectOutput;

/** Writes one graph at a time, each object as its {@link FstKind} demands. Not thread-safe; useless after a failure. */
final class FstOutput extends FSTObjectOutput {

    /** About what fits the reader's usual stack of 1 MiB with room to spare; the JDK codec takes deeper graphs. */
    static final int MOST_LINKS = 400;

    private final FSTClazzInfo islandInfo;
    private final FSTClazzInfo lambdaInfo;

    /** Takes large arrays; null if all stand in the stream. */
    private Bulk.Collector beside;

    private int depth;

    /** The objects that are written as islands; null until there is one. */
    private Set<Object> islands;

    /** Islands and what stands in them, as far as its identity matters; null until there is an island. */
    private Set<Object> islanders;

    FstOutput(FSTConfiguration config) {
        super(config);
        islandInfo = config.getClassInfo(Island.class);
        lambdaInfo = config.getClassInfo(SerializedLambda.class);
    }

    /** @param beside takes large arrays; null to have all of them in the stream */
    byte[] encode(Object value, Bulk.Collector beside) throws IOException {
        this.beside = beside;
        writeObjectInternal(value, null, (Class<?>[]) null);
        checkIslandsApart();
        byte[] bytes = getCopyOfWrittenBuffer();
        islanders = null;
        islands = null;
        this.beside = null;
        resetForReUse(); // Lets go of the objects, too.
        return bytes;
    }

    int bufferSize() {
        return getBuffer().length;
    }

    @Override
    protected FSTClazzInfo writeObjectWithContext(FSTFieldInfo field, Object object, FSTClazzInfo info)
            throws IOException {
        if (object == null) {
            return super.writeObjectWithContext(field, null, info);
        }
        Class<?> type = object.getClass();
        switch (FstKind.of(type)) {
            case NATIVE -> {
                descend();
                FSTClazzInfo used = super.writeObjectWithContext(field, object, info);
                depth--;
                return used;
            }
            case LAMBDA -> writeLambda(object);
            case ISLAND -> writeIsland(object);
            case REFUSED ->
                throw new FstRefusal(
                        type.getName() + " has serialization code of its own, which FST does not follow exactly");
            case NOT_SERIALIZABLE -> throw new NotSerializableException(type.getName());
            default -> throw new AssertionError(type);
        }
        return null;
    }

    private void descend() throws FstRefusal {
        if (++depth > MOST_LINKS) {
            throw new FstRefusal("the graph is deeper than FST should recurse: links>" + MOST_LINKS);
        }
    }

    private void writeLambda(Object lambda) throws IOException {
        if (writeHandleIfApplicable(lambda, lambdaInfo)) {
            return;
        }
        SerializedLambda form = Lambdas.serializedForm(lambda);
        if (form == null) {
            throw new FstRefusal(lambda.getClass().getName() + " does not write a lambda's form");
        }
        descend();
        getCodec().writeTag(OBJECT, lambdaInfo, 0, form, this);
        getCodec().writeClass(lambdaInfo);
        lambdaInfo.getSer().writeObject(this, form, lambdaInfo, null, 0);
        depth--;
    }

    private void writeIsland(Object object) throws IOException {
        if (writeHandleIfApplicable(object, islandInfo)) {
            return;
        }
        if (islanders == null) {
            islanders = Collections.newSetFromMap(new IdentityHashMap<>());
            islands = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        islands.add(object);
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new JdkStreams.ObservedOutput(bytes, this::addIslander)) {
            out.writeObject(object);
        }
        getCodec().writeTag(OBJECT, islandInfo, 0, object, this);
        getCodec().writeClass(islandInfo);
        super.writeObjectWithContext(getCachedFI((Class<?>[]) null), bytes.toByteArray(), null);
    }

    private void addIslander(Object object) throws IOException {
        if (FstKind.isUnshared(object)) {
            return;
        }
        if (!FstKind.mayStandInIsland(object)) {
            throw new FstRefusal(object.getClass().getName() + " may be shared with other parts of the graph");
        }
        if (!islanders.add(object)) {
            throw new FstRefusal(
                    "two parts of the graph share a " + object.getClass().getName());
        }
    }

    /** An object that is both in an island and outside it would be two objects on the other side. */
    private void checkIslandsApart() throws FstRefusal {
        if (islanders == null) {
            return;
        }
        for (Object islander : islanders) {
            if (!islands.contains(islander) && objects.registerObjectForWrite(islander, 0, islandInfo, tmp) >= 0) {
                throw new FstRefusal(
                        "two parts of the graph share a " + islander.getClass().getName());
            }
        }
    }

    /** See {@link FstInput#readArrayNoHeader}. */
    @Override
    protected void writeArray(FSTFieldInfo field, Object array) throws IOException {
        Class<?> elementType = array.getClass().getComponentType();
        if (!elementType.isArray()) {
            int number = elementType.isPrimitive() && beside != null ? beside.add(array) : -1;
            if (number < 0) {
                super.writeArray(field, array);
            } else {
                getCodec().writeClass(array.getClass());
                // In the place of its length, which is never negative.
                getCodec().writeFInt(~number);
            }
            return;
        }
        var rows = (Object[]) array;
        getCodec().writeClass(array.getClass());
        getCodec().writeFInt(rows.length);
        for (Object row : rows) {
            writeObjectWithContext(field, row, null);
        }
    }
}
