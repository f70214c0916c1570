package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final Rule CLOUD = new Rule(
            "云",
            new long[] {'雲', '云'},
            Form.POSITIVE,
            2,
            900_000,
            new long[] {Packed.of("子云")},
            new byte[] {1},
            new int[] {950_000});
    private static final Rule HORSE = Rule.unconditional("马", new long[] {'馬'});

    @Test
    void canonicalLineNamesEverything() {
        assertEquals("云\tPOSITIVE\t2\t雲/云\t900000\t子云=1:950000", CLOUD.canonical());
        assertEquals("马\tUNCONDITIONAL\t0\t馬\t1000000", HORSE.canonical());
    }

    @Test
    void hashIsStableAndIgnoresTheOrderOfArrival() {
        String hash = new RuleSet(List.of(CLOUD, HORSE)).hash();
        assertEquals(hash, new RuleSet(List.of(HORSE, CLOUD)).hash());
        assertEquals("4b44360bd7a93783a422ef52eb09f4e5f23259ce2c2c0fa0db4d043a33ae7b7b", hash);
    }

    @Test
    void secondRuleForAWordIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RuleSet(List.of(HORSE, HORSE)));
    }

    @Test
    void readableRuleShowsFallbackAndIndicators() {
        assertEquals("云 -> 雲; 云 near 子云 ... (1 in all)", CLOUD.readable(3));
        assertEquals("马 -> 馬", HORSE.readable(3));
    }
}
