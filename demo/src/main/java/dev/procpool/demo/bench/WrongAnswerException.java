package dev.procpool.demo.bench;

/** A task has returned something else than what it computes. */
final class WrongAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongAnswerException(String task, Object expected, Object actual) {
        super("wrong result of " + task + ": expected=" + expected + ", actual=" + actual);
    }

    /** @throws WrongAnswerException unless the two are equal */
    static void unlessEqual(String task, Object expected, Object actual) throws WrongAnswerException {
        if (!expected.equals(actual)) {
            throw new WrongAnswerException(task, expected, actual);
        }
    }
}
