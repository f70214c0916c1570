package dev.procpool.demo.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreTest {

    private static final Entries ENTRIES = new Entries(3000);

    @TempDir
    Path directory;

    static List<Store> stores() {
        return StoresCommand.stores();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void findsWhatIsThereAndNothingElse(Store store) throws IOException {
        Lookup lookup =
                store.build(ENTRIES, directory.resolve(store.name())).handle().open();

        for (int number = 0; number < ENTRIES.count(); number++) {
            assertEquals(ENTRIES.value(number), lookup.get(ENTRIES.key(number)), ENTRIES.key(number));
            assertEquals(Lookup.ABSENT, lookup.get(ENTRIES.key(ENTRIES.count() + number)));
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void saysHowLongAllItsFilesAre(Store store) throws IOException {
        long bytes = store.build(ENTRIES, directory.resolve(store.name())).bytes();

        try (var files = Files.walk(directory)) {
            long found = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertEquals(found, bytes);
        }
    }

    @Test
    void ownOneComesFirstAndTwoOthersAreMapped() {
        assertEquals(
                List.of("shared_index", "hash_map_fst", "hash_map_jdk", "sparkey", "lucene"),
                stores().stream().map(Store::name).toList());
        assertEquals(
                List.of("shared_index", "sparkey", "lucene"),
                stores().stream().filter(Store::isMapped).map(Store::name).toList());
    }
}
