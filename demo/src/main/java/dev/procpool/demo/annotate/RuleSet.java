package dev.procpool.demo.annotate;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** All learned rules, in the order of their words, whatever order they came in. */
public final class RuleSet {
    private final List<Rule> rules;
    private final LongTable numbers;

    public RuleSet(Collection<Rule> learned) {
        rules = learned.stream().sorted(Comparator.comparing(Rule::word)).toList();
        numbers = new LongTable(rules.size());
        for (Rule rule : rules) {
            int before = numbers.size();
            if (numbers.findOrAdd(Packed.of(rule.word())) < before) {
                throw new IllegalArgumentException("two rules for one word: " + rule.word());
            }
        }
    }

    public List<Rule> rules() {
        return rules;
    }

    /** Rules worth a look, the same always: of single characters, with some dozens of indicators. */
    List<Rule> instructive(int count) {
        return rules.stream()
                .filter(rule -> rule.word().length() == 1)
                .sorted(Comparator.comparingInt((Rule rule) -> Math.abs(rule.size() - 60))
                        .thenComparing(Rule::word))
                .limit(count)
                .toList();
    }

    int size() {
        return rules.size();
    }

    /** The number of the word's rule in {@link #rules}, or {@link LongTable#ABSENT}. */
    int find(long packedWord) {
        return numbers.find(packedWord);
    }

    /** SHA-256 over the canonical lines: equal for equal rules, however many workers found them. */
    public String hash() {
        LineDigest digest = new LineDigest();
        rules.forEach(rule -> digest.add(rule.canonical()));
        return digest.hex();
    }
}
