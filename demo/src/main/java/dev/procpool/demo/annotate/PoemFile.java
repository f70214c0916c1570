package dev.procpool.demo.annotate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads one file of chinese-poetry: a JSON array of poems, of which the id and the paragraphs are taken. */
final class PoemFile {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private PoemFile() {}

    /** @throws IOException if the file cannot be read, is not UTF-8 throughout, or is not JSON of the known form */
    static List<Poem> read(Path file) throws IOException {
        // Strict, where a parser of bytes lets some malformed UTF-8 pass.
        String content = Files.readString(file, StandardCharsets.UTF_8);
        try (JsonParser json = JSON.createParser(content)) {
            expect(json, JsonToken.START_ARRAY, json.nextToken());
            List<Poem> poems = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json, JsonToken.START_OBJECT, json.currentToken());
                poems.add(readPoem(json));
            }
            return poems;
        }
    }

    private static Poem readPoem(JsonParser json) throws IOException {
        String id = null;
        String text = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            expect(json, JsonToken.FIELD_NAME, json.currentToken());
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("id")) {
                expect(json, JsonToken.VALUE_STRING, value);
                id = json.getText();
            } else if (field.equals("paragraphs")) {
                expect(json, JsonToken.START_ARRAY, value);
                text = readParagraphs(json);
            } else {
                json.skipChildren();
            }
        }
        if (id == null || text == null) {
            throw new IOException("poem without " + (id == null ? "id" : "paragraphs") + at(json));
        }
        return Poem.of(id, text);
    }

    private static String readParagraphs(JsonParser json) throws IOException {
        StringBuilder text = new StringBuilder();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, JsonToken.VALUE_STRING, json.currentToken());
            // Control characters mark boundaries in the index, so none may come from outside.
            json.getText().chars().filter(c -> !Character.isISOControl(c)).forEach(c -> text.append((char) c));
        }
        return text.toString();
    }

    private static void expect(JsonParser json, JsonToken expected, JsonToken actual) throws IOException {
        if (actual != expected) {
            throw new IOException(
                    "expected " + expected + ", found " + (actual == null ? "the end" : actual) + at(json));
        }
    }

    private static String at(JsonParser json) {
        return " at line " + json.currentLocation().getLineNr();
    }
}
