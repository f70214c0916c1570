package dev.procpool.demo.annotate;

import java.io.Serializable;

/**
 * How to read one word: the first of its indicators that is seen around the word decides, else the fallback. A
 * decision list in flat arrays, so that a long one travels quickly: entry i of the three arrays is one indicator,
 * strongest first.
 *
 * @param readings what the word can be, packed, the most frequent first; votes are positions in it
 * @param window how many characters before and after the word indicators are looked for
 * @param fallbackConfidence parts per million, as are the confidences
 */
public record Rule(
        String word,
        long[] readings,
        Form form,
        int window,
        int fallbackConfidence,
        long[] indicators,
        byte[] votes,
        int[] confidences)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    static Rule unconditional(String word, long[] readings) {
        return new Rule(
                word, readings, Form.UNCONDITIONAL, 0, Candidates.MILLION, new long[0], new byte[0], new int[0]);
    }

    public String reading(int number) {
        return Packed.text(readings[number]);
    }

    public int size() {
        return indicators.length;
    }

    public String indicator(int i) {
        return Packed.text(indicators[i]);
    }

    /** The whole rule in one line that is the same for the same rule, always: what the result hash is made of. */
    public String canonical() {
        StringBuilder line =
                new StringBuilder(word).append('\t').append(form).append('\t').append(window);
        for (int i = 0; i < readings.length; i++) {
            line.append(i == 0 ? '\t' : '/').append(reading(i));
        }
        line.append('\t').append(fallbackConfidence);
        for (int i = 0; i < size(); i++) {
            line.append('\t')
                    .append(indicator(i))
                    .append('=')
                    .append(votes[i])
                    .append(':')
                    .append(confidences[i]);
        }
        return line.toString();
    }

    /** For people: the readings, and the strongest few indicators of each. */
    public String readable(int perReading) {
        StringBuilder text = new StringBuilder(word).append(" -> ").append(reading(form.fallback()));
        for (int reading = 0; reading < readings.length; reading++) {
            StringBuilder some = new StringBuilder();
            int shown = 0;
            for (int i = 0; i < size() && shown < perReading; i++) {
                if (votes[i] == reading) {
                    some.append(shown++ == 0 ? "" : " ").append(indicator(i));
                }
            }
            if (shown > 0) {
                text.append("; ").append(reading(reading)).append(" near ").append(some);
            }
        }
        return text.append(size() == 0 ? "" : " ... (" + size() + " in all)").toString();
    }
}
