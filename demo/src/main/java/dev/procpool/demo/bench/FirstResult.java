package dev.procpool.demo.bench;

import dev.procpool.internal.process.PrivateDirectory;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * How long a program waits for the first result of its first pool. Measured by a process that is started for it, once in
 * each round, and says how many nanoseconds that took and what the result was.
 */
public final class FirstResult implements Measurement {

    private final Metric figure;
    private final IntFunction<List<String>> command;
    private final Preparation preparation;
    private final OneShot process;

    private int rounds;

    /** What is done before the first round. */
    @FunctionalInterface
    private interface Preparation {
        void prepare(OneShot process) throws Exception;
    }

    /** @param command starts a process that runs the task with this number */
    public FirstResult(Metric figure, IntFunction<List<String>> command) {
        this(figure, command, process -> {});
    }

    private FirstResult(Metric figure, IntFunction<List<String>> command, Preparation preparation) {
        this.preparation = preparation;
        this.figure = figure;
        this.command = command;
        this.process = new OneShot("the fresh process for " + figure.key());
    }

    /** Measured by a JVM that has done nothing before {@code main}, whose only argument is the task's number. */
    public static FirstResult of(Metric figure, Class<?> main, FreshParent parent) {
        return new FirstResult(figure, number -> parent.command(main, List.of(), number));
    }

    /**
     * Our own, as on any day but the first: an archive of the workers' classes has been made.
     *
     * @param scratch where it is to lie
     */
    public static FirstResult ofPool(Metric figure, FreshParent parent, PrivateDirectory scratch) {
        List<String> options = List.of("-Dprocpool.cacheDirectory=" + scratch.resolve("cache"));
        return new FirstResult(
                figure,
                number -> parent.command(FirstResultMain.class, options, number),
                process -> process.run(parent.command(FirstResultMain.class, options, 0, "archive")));
    }

    @Override
    public String name() {
        return figure.key();
    }

    @Override
    public Set<Metric> figures() {
        return Set.of(figure);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        int number = rounds++;
        if (number == 0) {
            preparation.prepare(process);
        }
        String[] said = process.run(command.apply(number));
        WrongAnswerException.unlessEqual(
                "the first task of a pool", Integer.toString(Answers.to(number)), said[said.length - 1]);
        samples.add(figure, Long.parseLong(said[0]) / 1e6);
    }

    @Override
    public void close() {
        process.close();
    }
}
