package dev.procpool.demo.annotate;

/** Which half of a word's occurrences is learned from, while the other one measures; or all, for the rule itself. */
enum Fold {
    FIRST_HALF,
    SECOND_HALF,
    ALL;

    boolean learnsFrom(int context, int count) {
        return this == ALL || context < count / 2 == (this == FIRST_HALF);
    }

    boolean measuresOn(int context, int count) {
        return this != ALL && !learnsFrom(context, count);
    }
}
