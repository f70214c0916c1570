package dev.procpool.demo.annotate;

import java.util.List;

/**
 * Learns the rule of one word: the task that is handed to workers. A word's rule depends on the index alone, so rules
 * can be learned in any order, anywhere.
 *
 * <p>Every form and window is tried on each half of the word's occurrences and measured on the other half. The choice
 * is by coverage, to the nearest 1 %; then by fewest indicators; then by smallest window. Coverage is the share of the
 * rarer readings' contexts that are gained over always reading the most frequent, less what is lost of those.
 */
public final class RuleLearner {
    private static final List<Form> FORMS = List.of(Form.POSITIVE, Form.NEGATIVE, Form.CONTRASTING);

    private RuleLearner() {}

    public static Rule learn(CorpusIndex index, int word) {
        Contexts contexts = Contexts.of(index, word);
        String text = index.word(word);
        if (contexts.readings().length == 1) {
            return Rule.unconditional(text, contexts.readings());
        }
        Choice best = new Choice(Form.DEFAULT, 0, 0, 0);
        for (int window = 0; window < GramShapes.WINDOWS.length; window++) {
            best = best(best, contexts, window);
        }
        Candidates candidates = new Candidates(contexts, best.window, Fold.ALL);
        return new Cover(contexts, best.window, Fold.ALL, candidates, best.form)
                .rule(text, GramShapes.WINDOWS[best.window]);
    }

    private static Choice best(Choice soFar, Contexts contexts, int window) {
        int[] right = new int[FORMS.size()];
        int[] indicators = new int[FORMS.size()];
        for (Fold fold : List.of(Fold.FIRST_HALF, Fold.SECOND_HALF)) {
            Candidates candidates = new Candidates(contexts, window, fold);
            for (int form = 0; form < right.length; form++) {
                Cover cover = new Cover(contexts, window, fold, candidates, FORMS.get(form));
                right[form] += cover.right(fold);
                indicators[form] += cover.size();
            }
        }
        Choice best = soFar;
        for (int form = 0; form < right.length; form++) {
            Choice choice =
                    new Choice(FORMS.get(form), window, coveragePercent(right[form], contexts), indicators[form]);
            best = choice.isBetterThan(best) ? choice : best;
        }
        return best;
    }

    /** Nothing but the majority covers none of the rarer readings' contexts, so it is at 0 %. */
    private static int coveragePercent(int right, Contexts contexts) {
        int rarer = contexts.count() - contexts.majority();
        return (int) Math.round(100.0 * (right - contexts.majority()) / rarer);
    }

    /** Windows are tried from the smallest: at equal coverage and size the earlier choice stays. */
    private record Choice(Form form, int window, int coveragePercent, int indicators) {
        boolean isBetterThan(Choice other) {
            return coveragePercent > other.coveragePercent
                    || coveragePercent == other.coveragePercent && indicators < other.indicators;
        }
    }
}
