package dev.procpool.demo.peers;

import java.io.IOException;

/** What our script answers: {@code value 108.3}. */
final class PythonAnswer {

    private static final String PREFIX = "value ";
    private static final int MAX_QUOTED = 200;

    private PythonAnswer() {}

    /** @throws IOException if that is no answer, or not that of a measurement: positive and finite */
    static double parse(String line) throws IOException {
        if (line.startsWith(PREFIX)) {
            try {
                double value = Double.parseDouble(line.substring(PREFIX.length()));
                if (value > 0 && value < Double.POSITIVE_INFINITY) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
        }
        String quoted = line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "...";
        throw new IOException("the script did not answer 'value' and a positive number but '" + quoted + "'");
    }
}
