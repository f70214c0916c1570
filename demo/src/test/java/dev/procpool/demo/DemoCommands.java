package dev.procpool.demo;

import picocli.CommandLine;

/** A command as the demo runs it, whose bad input is one line and exit code 2. */
public final class DemoCommands {

    private DemoCommands() {}

    /** One that is not among the demo's, such as one that measures little. */
    public static CommandLine alone(Object command) {
        CommandLine demo = DemoMain.commandLine();
        return new CommandLine(command)
                .setParameterExceptionHandler(demo.getParameterExceptionHandler())
                .setExecutionExceptionHandler(demo.getExecutionExceptionHandler());
    }
}
