package dev.procpool.demo.bench;

/** What the trivial tasks compute, and must have computed. */
public final class Answers {

    private Answers() {}

    /** What task {@code number} returns. */
    public static int to(int number) {
        return number * 31 + 7;
    }

    /** @throws WrongAnswerException unless this is what task {@code number} returns */
    public static void check(int number, Integer answer) throws WrongAnswerException {
        if (answer == null || answer != to(number)) {
            throw new WrongAnswerException("task " + number, to(number), answer);
        }
    }
}
