package dev.procpool.demo.annotate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Traditional to simplified, character by character, many to one: what makes the printed poem the exact answer to its
 * simplified form. Characters outside the table, and outside the basic plane, stand for themselves.
 */
public final class CharTable {
    static final String RESOURCE = "traditional-to-simplified.txt";

    private final char[] simplified = new char[Character.MAX_VALUE + 1];
    private final char[] traditional = new char[Character.MAX_VALUE + 1];

    private CharTable() {
        for (int c = 0; c < simplified.length; c++) {
            simplified[c] = (char) c;
            traditional[c] = (char) c;
        }
    }

    /** The table of opencc-js, embedded in the jar. */
    public static CharTable embedded() {
        try (InputStream in = CharTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource missing from the jar: " + RESOURCE);
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each line is a traditional character followed by its simplified one. */
    static CharTable of(String... pairs) {
        CharTable table = new CharTable();
        for (String pair : pairs) {
            table.add(pair);
        }
        return table;
    }

    private static CharTable parse(BufferedReader lines) throws IOException {
        CharTable table = new CharTable();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            table.add(line);
        }
        return table;
    }

    private void add(String pair) {
        if (pair.length() != 2) {
            throw new IllegalArgumentException("expected two characters, not: " + pair);
        }
        char from = pair.charAt(0);
        char to = pair.charAt(1);
        simplified[from] = to;
        if (traditional[to] == to) {
            traditional[to] = from;
        }
    }

    public char simplified(char c) {
        return simplified[c];
    }

    public String simplified(String text) {
        char[] result = text.toCharArray();
        for (int i = 0; i < result.length; i++) {
            result[i] = simplified[result[i]];
        }
        return new String(result);
    }

    /** What every character becomes, in one line: the same for the same table, always. */
    String canonical() {
        return new String(simplified);
    }

    /** The first traditional form the table lists: for characters that no poem had. */
    public char traditional(char c) {
        return traditional[c];
    }

    /** Whether the character can be part of a word: Han, and not one half of a surrogate pair. */
    static boolean isHan(char c) {
        return c >= '\u3400' && c <= '\u9fff' || c >= '\uf900' && c <= '\ufaff';
    }
}
