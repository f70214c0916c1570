package dev.procpool.demo.annotate;

/**
 * Every substring seen in a range of contexts, with the reading it speaks for and how strongly. The confidence is the
 * share of that reading among the contexts with the substring, drawn towards its share among all contexts by {@link
 * #PRIOR_WEIGHT} imagined contexts: one sighting is weak evidence, and weaker for a rare reading.
 */
final class Candidates {
    static final int PRIOR_WEIGHT = 2;
    static final int MILLION = 1_000_000;

    private final Contexts contexts;
    private final int[] totals;
    private final int size;
    /** Per gram: parts per million, 0 where the gram makes no reading likelier than it is without. */
    private final int[] confidence;

    private final byte[] vote;

    /** Looks at the contexts the fold learns from. */
    Candidates(Contexts contexts, int window, Fold fold) {
        this.contexts = contexts;
        int readings = contexts.readings().length;
        totals = new int[readings];
        int[] counts = new int[contexts.gramCount() * readings];
        int seen = 0;
        int shapes = contexts.shapes(window);
        for (int i = 0; i < contexts.count(); i++) {
            if (fold.learnsFrom(i, contexts.count())) {
                seen++;
                totals[contexts.readingOf(i)]++;
                count(i, shapes, readings, counts);
            }
        }
        size = seen;
        confidence = new int[contexts.gramCount()];
        vote = new byte[contexts.gramCount()];
        for (int gram = 0; gram < confidence.length; gram++) {
            weigh(gram, counts, gram * readings);
        }
    }

    private void count(int context, int shapes, int readings, int[] counts) {
        for (int shape = 0; shape < shapes; shape++) {
            int gram = contexts.gram(context, shape);
            if (gram != Contexts.NO_GRAM) {
                counts[gram * readings + contexts.readingOf(context)]++;
            }
        }
    }

    private void weigh(int gram, int[] counts, int row) {
        int sum = 0;
        for (int reading = 0; reading < totals.length; reading++) {
            sum += counts[row + reading];
        }
        if (sum == 0) {
            return;
        }
        for (int reading = 0; reading < totals.length; reading++) {
            int share = share(counts[row + reading], sum, reading);
            if (share > confidence[gram]) {
                confidence[gram] = share;
                vote[gram] = (byte) reading;
            }
        }
        if (confidence[gram] <= share(0, 0, vote[gram])) {
            confidence[gram] = 0;
        }
    }

    /** The reading's share among {@code of} contexts, drawn towards its share among all, in parts per million. */
    int share(int with, int of, int reading) {
        double all = (double) totals[reading] / size;
        return (int) ((with + PRIOR_WEIGHT * all) / (of + PRIOR_WEIGHT) * MILLION);
    }

    int confidence(int gram) {
        return confidence[gram];
    }

    int vote(int gram) {
        return vote[gram];
    }
}
