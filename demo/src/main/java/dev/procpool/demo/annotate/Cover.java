package dev.procpool.demo.annotate;

import java.util.BitSet;

/**
 * The set cover: of all candidates, those that are the strongest one in at least one context. What is left over would
 * never decide anything and is dropped.
 */
final class Cover {
    private final Contexts contexts;
    private final Candidates candidates;
    private final int shapes;
    private final Form form;
    private final BitSet kept = new BitSet();
    private final int fallbackConfidence;

    Cover(Contexts contexts, int window, Fold fold, Candidates candidates, Form form) {
        this.contexts = contexts;
        this.candidates = candidates;
        this.shapes = contexts.shapes(window);
        this.form = form;
        int uncovered = 0;
        int right = 0;
        for (int i = 0; i < contexts.count(); i++) {
            if (fold.learnsFrom(i, contexts.count())) {
                int strongest = strongest(i, false);
                if (strongest != Contexts.NO_GRAM) {
                    kept.set(strongest);
                } else {
                    uncovered++;
                    right += contexts.readingOf(i) == form.fallback() ? 1 : 0;
                }
            }
        }
        fallbackConfidence = candidates.share(right, uncovered, form.fallback());
    }

    /** How many of the contexts that the fold keeps back are read right. */
    int right(Fold fold) {
        int right = 0;
        for (int i = 0; i < contexts.count(); i++) {
            if (fold.measuresOn(i, contexts.count())) {
                int strongest = strongest(i, true);
                int reading = strongest == Contexts.NO_GRAM ? form.fallback() : candidates.vote(strongest);
                right += reading == contexts.readingOf(i) ? 1 : 0;
            }
        }
        return right;
    }

    private int strongest(int context, boolean onlyKept) {
        int best = Contexts.NO_GRAM;
        for (int shape = 0; shape < shapes; shape++) {
            int gram = contexts.gram(context, shape);
            if (gram != Contexts.NO_GRAM
                    && candidates.confidence(gram) > 0
                    && form.allowsVoteFor(candidates.vote(gram))
                    && (!onlyKept || kept.get(gram))
                    && (best == Contexts.NO_GRAM || isStronger(gram, best))) {
                best = gram;
            }
        }
        return best;
    }

    /** A total order, so that the result never depends on the order of anything: shorter first among equals. */
    boolean isStronger(int gram, int other) {
        int difference = candidates.confidence(gram) - candidates.confidence(other);
        return difference > 0 || difference == 0 && contexts.gramText(gram) < contexts.gramText(other);
    }

    int size() {
        return kept.cardinality();
    }

    Rule rule(String word, int window) {
        int[] strongestFirst = kept.stream()
                .boxed()
                .sorted((a, b) -> isStronger(a, b) ? -1 : isStronger(b, a) ? 1 : 0)
                .mapToInt(Integer::intValue)
                .toArray();
        long[] texts = new long[strongestFirst.length];
        byte[] votes = new byte[strongestFirst.length];
        int[] confidences = new int[strongestFirst.length];
        for (int i = 0; i < strongestFirst.length; i++) {
            texts[i] = contexts.gramText(strongestFirst[i]);
            votes[i] = (byte) candidates.vote(strongestFirst[i]);
            confidences[i] = candidates.confidence(strongestFirst[i]);
        }
        return new Rule(word, contexts.readings(), form, window, fallbackConfidence, texts, votes, confidences);
    }
}
