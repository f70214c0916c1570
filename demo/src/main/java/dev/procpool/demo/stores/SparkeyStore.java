package dev.procpool.demo.stores;

import com.spotify.sparkey.Sparkey;
import com.spotify.sparkey.SparkeyReader;
import com.spotify.sparkey.SparkeyWriter;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Spotify's write-once hash file: a log of entries and a table of where each is, both mapped. Not compressed. */
final class SparkeyStore implements Store {

    @Override
    public String name() {
        return "sparkey";
    }

    @Override
    public boolean isMapped() {
        return true;
    }

    @Override
    public Built build(Entries entries, Path base) throws IOException {
        File index = new File(base + ".spi");
        try (SparkeyWriter writer = Sparkey.createNew(index)) {
            for (int number = 0; number < entries.count(); number++) {
                byte[] value = ByteBuffer.allocate(Integer.BYTES)
                        .putInt(entries.value(number))
                        .array();
                writer.put(entries.key(number).getBytes(StandardCharsets.UTF_8), value);
            }
            writer.flush();
            writer.writeHash();
        }
        return new Built(
                new SparkeyHandle(index.getPath()),
                index.length() + Sparkey.getLogFile(index).length());
    }

    private record SparkeyHandle(String file) implements Handle {
        @Override
        public Lookup open() throws IOException {
            SparkeyReader reader = Sparkey.openSingleThreadedReader(new File(file));
            return key -> {
                byte[] value = reader.getAsByteArray(key.getBytes(StandardCharsets.UTF_8));
                return value == null ? Lookup.ABSENT : ByteBuffer.wrap(value).getInt();
            };
        }
    }
}
