package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command line says the same as the management interface, or nothing. */
class InputArgumentsTest {

    private static Optional<List<String>> parse(String words) {
        return InputArguments.parse((words.replace(' ', '\0') + '\0').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsInheritedOfThisJvmIsWhatTheJdkSays() {
        assertEquals(
                ParentJvm.inherited(ManagementFactory.getRuntimeMXBean().getInputArguments()),
                ParentJvm.inherited(InputArguments.ofThisJvm()));
    }

    @Test
    void whatStandsBehindTheMainClassOrJarIsTheProgramsOwn() {
        assertEquals(Optional.of(List.of("-ea", "-Xmx1g")), parse("java -ea -Xmx1g Main -da @x"));
        assertEquals(Optional.of(List.of("-Da=b")), parse("java -Da=b -jar a.jar -Dc=d"));
        assertEquals(Optional.of(List.of("-Da=b")), parse("java -Da=b -m a/b -Dc=d"));
    }

    @Test
    void aValueThatIsAWordOfItsOwnIsPutToItsOption() {
        assertEquals(
                Optional.of(List.of("--add-opens=a/b=c", "--module-path=x")),
                parse("java --add-opens a/b=c -cp lib.jar --module-path x Main"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java @options Main",
                "java -XX:Flags=x Main",
                "java -XX:VMOptionsFile=x Main",
                "java --source 17 Main.java",
                "java -Dname=\u00e4 Main",
                "java -cp",
                "java --version",
                "java -ea"
            })
    void whatCannotBeToldForSureIsNotTold(String words) {
        assertEquals(Optional.empty(), parse(words));
    }
}
