package dev.procpool.bulk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.procpool.testing.PrimitiveArrays;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ArrayKindTest {

    @ParameterizedTest
    @EnumSource
    void elementsComeBackFromTheMiddleOfABuffer(ArrayKind kind) {
        Object array = PrimitiveArrays.random(kind, 1_000);
        var buffer = ByteBuffer.allocate(16_000);

        kind.put(array, 10, 990, buffer, 24);
        Object back = kind.newArray(1_000);
        System.arraycopy(array, 0, back, 0, 10);
        kind.get(back, 10, 990, buffer, 24);

        assertArrayEquals(new Object[] {array}, new Object[] {back});
        assertEquals(0, buffer.position());
    }

    @ParameterizedTest
    @EnumSource
    void aCopyIsAnotherArrayWithTheSameElements(ArrayKind kind) {
        Object array = PrimitiveArrays.random(kind, 77);
        Object copy = kind.copyOf(array);
        assertNotSame(array, copy);
        assertArrayEquals(new Object[] {array}, new Object[] {copy});
        assertEquals(77, Array.getLength(copy));
    }

    @ParameterizedTest
    @EnumSource
    void eachKindIsFoundByItsArrayAndByItsCode(ArrayKind kind) {
        assertEquals(kind, ArrayKind.of(kind.newArray(1)));
        assertEquals(kind, ArrayKind.ofCode(kind.code()));
    }

    @Test
    void elementsAreLittleEndianAndABooleanIsOneOrZero() {
        var buffer = ByteBuffer.allocate(8);
        ArrayKind.INT.put(new int[] {0x01020304}, 0, 1, buffer, 0);
        ArrayKind.BOOLEAN.put(new boolean[] {true, false}, 0, 2, buffer, 4);
        assertArrayEquals(new byte[] {4, 3, 2, 1, 1, 0, 0, 0}, buffer.array());
    }

    @Test
    void whatIsNoKindIsNull() {
        assertNull(ArrayKind.of(new String[0]));
        assertNull(ArrayKind.of(new int[0][0]));
        assertNull(ArrayKind.ofCode(-1));
        assertNull(ArrayKind.ofCode(ArrayKind.values().length));
    }
}
