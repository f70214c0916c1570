package dev.procpool.demo;

import dev.procpool.demo.bench.BenchCommand;
import dev.procpool.demo.peers.PeersCommand;
import dev.procpool.demo.stores.StoresCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The runnable jar: one subcommand for each thing it shows. */
@Command(
        name = "procpool-demo",
        mixinStandardHelpOptions = true,
        version = "procpool demo",
        description = "Shows the process pool at work.",
        subcommands = {
            BenchCommand.class,
            PeersCommand.class,
            StoresCommand.class,
            AnnotateCommand.class,
            CorpusCommand.class,
            SampleCommand.class
        })
public final class DemoMain implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * Whatever the user got wrong becomes one line on stderr and exit code 2; anything else is a bug, with its trace.
     */
    static CommandLine commandLine() {
        return new CommandLine(new DemoMain())
                .setParameterExceptionHandler((e, args) -> complain(e.getCommandLine(), e.getMessage()))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof UserError) {
                        return complain(command, e.getMessage());
                    }
                    throw e;
                });
    }

    private static int complain(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": "
                + message.lines().findFirst().orElse("bad input"));
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; --help lists them");
    }
}
