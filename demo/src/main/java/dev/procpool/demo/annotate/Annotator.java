package dev.procpool.demo.annotate;

import java.util.List;

/**
 * Writes simplified text in traditional characters. A character is part of up to three words that may have rules:
 * itself, and the pairs with either neighbour. Each rule decides by its strongest indicator; of the rules, the most
 * confident decides.
 */
public final class Annotator implements CharAnnotator {
    private final RuleSet rules;
    private final CharTable table;
    /** Per rule, its indicators by packed text; null for a rule without any. */
    private final LongTable[] indicators;

    public Annotator(RuleSet rules, CharTable table) {
        this.rules = rules;
        this.table = table;
        List<Rule> all = rules.rules();
        indicators = new LongTable[all.size()];
        for (int i = 0; i < indicators.length; i++) {
            indicators[i] = all.get(i).size() == 0 ? null : table(all.get(i));
        }
    }

    private static LongTable table(Rule rule) {
        LongTable table = new LongTable(rule.size());
        for (long indicator : rule.indicators()) {
            table.findOrAdd(indicator);
        }
        return table;
    }

    public String annotate(String simplified) {
        StringBuilder result = new StringBuilder(simplified.length());
        for (int i = 0; i < simplified.length(); i++) {
            result.append(annotate(simplified, i));
        }
        return result.toString();
    }

    /** The traditional character for the one at {@code at}. */
    @Override
    public char annotate(CharSequence text, int at) {
        Decision best = decide(text, at, 1, null, 0);
        best = decide(text, at, 2, best, 0);
        best = at > 0 ? decide(text, at - 1, 2, best, 1) : best;
        return best == null ? unknown(text.charAt(at)) : best.character;
    }

    private char unknown(char c) {
        return rules.find(c) == LongTable.ABSENT ? c : table.traditional(c);
    }

    private Decision decide(CharSequence text, int start, int length, Decision soFar, int offset) {
        if (start + length > text.length()) {
            return soFar;
        }
        int number = rules.find(Packed.of(text.subSequence(start, start + length)));
        if (number == LongTable.ABSENT) {
            return soFar;
        }
        Rule rule = rules.rules().get(number);
        int indicator = strongest(text, start, length, rule, indicators[number]);
        int confidence = indicator < 0 ? rule.fallbackConfidence() : rule.confidences()[indicator];
        if (soFar != null && soFar.confidence >= confidence) {
            return soFar;
        }
        int reading = indicator < 0 ? rule.form().fallback() : rule.votes()[indicator];
        return new Decision(rule.reading(reading).charAt(offset), confidence);
    }

    private static int strongest(CharSequence text, int start, int length, Rule rule, LongTable indicators) {
        if (indicators == null) {
            return -1;
        }
        GramShapes shapes = GramShapes.forWordOf(length);
        char[] around = new char[shapes.width()];
        for (int i = 0; i < around.length; i++) {
            int at = start - GramShapes.REACH + i;
            around[i] = at < 0 || at >= text.length() ? CorpusIndex.BOUNDARY : text.charAt(at);
        }
        shapes.clip(around);
        int best = -1;
        int size = shapes.sizeOf(rule.window());
        for (int shape = 0; shape < size; shape++) {
            long gram = shapes.gram(around, shape);
            int found = gram == 0 ? LongTable.ABSENT : indicators.find(gram);
            // Numbers follow the rule's order, strongest first.
            if (found != LongTable.ABSENT && (best < 0 || found < best)) {
                best = found;
            }
        }
        return best;
    }

    private record Decision(char character, int confidence) {}
}
