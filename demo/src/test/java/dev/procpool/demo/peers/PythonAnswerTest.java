package dev.procpool.demo.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonAnswerTest {

    @Test
    void aValueIsANumber() throws IOException {
        assertEquals(108.3, PythonAnswer.parse("value 108.3"));
        assertEquals(1.5e6, PythonAnswer.parse("value 1.5e+06"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "value",
                "value ",
                "value one",
                "value 1 2",
                "value 0",
                "value -3",
                "value nan",
                "value NaN",
                "value Infinity",
                "108.3",
                "Traceback (most recent call last):"
            })
    void anythingElseIsQuoted(String line) {
        var e = assertThrows(IOException.class, () -> PythonAnswer.parse(line));

        assertEquals("the script did not answer 'value' and a positive number but '" + line + "'", e.getMessage());
    }

    @Test
    void aLongLineIsCut() {
        var e = assertThrows(IOException.class, () -> PythonAnswer.parse("x".repeat(100_000)));

        assertEquals(true, e.getMessage().endsWith("x...'") && e.getMessage().length() < 300, e.getMessage());
    }
}
