package dev.procpool.demo.annotate;

import java.util.List;

/**
 * Shares of the ambiguous characters in held-out poems that were read right.
 *
 * @param characters how many there were
 * @param accuracy by the learned rules
 * @param majorityAccuracy always the most frequent reading
 * @param neighbourAccuracy by the better of the {@linkplain NeighbourDecisionList neighbour decision lists}
 */
public record Evaluation(int characters, double accuracy, double majorityAccuracy, double neighbourAccuracy) {

    /** The index must hold none of the poems. */
    public static Evaluation of(List<Poem> heldOut, CharTable table, CorpusIndex index, Annotator annotator) {
        AmbiguousChars chars = new AmbiguousChars(index);
        int characters = 0;
        for (Poem poem : heldOut) {
            String base = table.simplified(poem.text());
            characters +=
                    (int) base.chars().filter(c -> chars.contains((char) c)).count();
        }
        double neighbours = NeighbourDecisionList.variants(index, chars).stream()
                .mapToDouble(list -> accuracy(heldOut, table, chars, list))
                .max()
                .orElseThrow();
        return new Evaluation(
                characters,
                accuracy(heldOut, table, chars, annotator),
                accuracy(heldOut, table, chars, chars.majority()),
                neighbours);
    }

    /** Of no characters at all, all are right. */
    private static double accuracy(List<Poem> poems, CharTable table, AmbiguousChars chars, CharAnnotator annotator) {
        long all = 0;
        long right = 0;
        for (Poem poem : poems) {
            String answer = poem.text();
            String base = table.simplified(answer);
            for (int i = 0; i < base.length(); i++) {
                if (chars.contains(base.charAt(i))) {
                    all++;
                    right += annotator.annotate(base, i) == answer.charAt(i) ? 1 : 0;
                }
            }
        }
        return all == 0 ? 1 : (double) right / all;
    }
}
