package dev.procpool.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.testing.Patience;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ExitStatusTest {

    @ParameterizedTest
    @CsvSource({
        "129, SIGHUP", "130, SIGINT", "131, SIGQUIT", "132, SIGILL", "133, SIGTRAP", "134, SIGABRT", "135, SIGBUS",
        "136, SIGFPE", "137, SIGKILL", "139, SIGSEGV", "141, SIGPIPE", "142, SIGALRM", "143, SIGTERM", "152, SIGXCPU",
        "153, SIGXFSZ", "159, SIGSYS"
    })
    void aCodeAbove128IsNamedAfterItsSignal(int code, String signal) {
        var exit = new ExitStatus(code);

        assertEquals(Optional.of(signal), exit.signal());
        assertEquals("exit code " + code + " (" + signal + ")", exit.describe());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 76, 127, 128, 138, 200, 255, -1})
    void everyOtherCodeIsANumber(int code) {
        var exit = new ExitStatus(code);

        assertEquals(Optional.empty(), exit.signal());
        assertEquals("exit code " + code, exit.describe());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    126 | The command was found but could not be executed.
                    127 | The command was not found.
                    134 | The JVM aborted itself, as it does after a crash in native code.
                    135 | It crashed in native code.
                    137 | Somebody killed it; often that is the operating system's out-of-memory killer.
                    139 | It crashed in native code.
                    143 | Somebody asked it to terminate.
                    0   |
                    1   |
                    130 |
                    """)
    void theLikelyCauseIsASentenceIfThereIsOne(int code, String cause) {
        assertEquals(Optional.ofNullable(cause), new ExitStatus(code).likelyCause());
    }
}
