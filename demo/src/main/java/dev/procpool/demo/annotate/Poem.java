package dev.procpool.demo.annotate;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.zip.CRC32;

/**
 * One poem as it was printed, in traditional characters.
 *
 * @param hash CRC-32 of the poem's id: decides the split and the order, so neither depends on files or on chance
 * @param text the verses in order, with their punctuation, without line breaks
 */
public record Poem(long hash, String text) {
    /** A prefix in this order is a representative part of the whole. */
    public static final Comparator<Poem> ORDER =
            Comparator.comparingLong(Poem::hash).thenComparing(Poem::text);

    static Poem of(String id, String text) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return new Poem(crc.getValue(), text);
    }

    /** One poem in ten is never learned from; it measures what was learned. */
    public boolean heldOut() {
        return hash % 10 == 0;
    }

    /** Thirteen poems in a hundred, independent of {@link #heldOut()}, make the sample within the jar. */
    boolean sampled() {
        return hash / 10 % 100 < 13;
    }
}
