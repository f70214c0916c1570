package dev.procpool.demo.annotate;

/** What a rule looks like: which readings its indicators vote for, and what holds where none is seen. */
public enum Form {
    /** One reading only. */
    UNCONDITIONAL,
    /** Always the most frequent reading: no indicator earns its place. */
    DEFAULT,
    /** Indicators vote for the rarer readings; else the most frequent. */
    POSITIVE,
    /** Indicators vote against the second reading; it holds where none of them is seen. */
    NEGATIVE,
    /** Indicators vote for any reading, the most frequent included; else the most frequent. */
    CONTRASTING;

    /** Readings are numbered by frequency, the most frequent 0. */
    int fallback() {
        return this == NEGATIVE ? 1 : 0;
    }

    boolean allowsVoteFor(int reading) {
        return switch (this) {
            case UNCONDITIONAL, DEFAULT -> false;
            case POSITIVE, NEGATIVE -> reading != fallback();
            case CONTRASTING -> true;
        };
    }
}
