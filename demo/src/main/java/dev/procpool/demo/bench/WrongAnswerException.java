package dev.procpool.demo.bench;

/** A task has returned something else than what it computes. */
public final class WrongAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    public WrongAnswerException(String task, Object expected, Object actual) {
        super("wrong result of " + task + ": expected=" + expected + ", actual=" + actual);
    }

    /** @throws WrongAnswerException unless the two are equal */
    public static void unlessEqual(String task, Object expected, Object actual) throws WrongAnswerException {
        if (!expected.equals(actual)) {
            throw new WrongAnswerException(task, expected, actual);
        }
    }
}
