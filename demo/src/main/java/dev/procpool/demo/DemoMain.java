package dev.procpool.demo;

import dev.procpool.demo.bench.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The runnable jar: one subcommand for each thing it shows. */
@Command(
        name = "procpool-demo",
        mixinStandardHelpOptions = true,
        subcommands = {BenchCommand.class})
public final class DemoMain {

    private DemoMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoMain()).execute(args));
    }
}
