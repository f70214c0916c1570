package dev.procpool.demo.stores;

import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This project's own. */
final class SharedIndexStore implements Store {

    @Override
    public String name() {
        return "shared_index";
    }

    @Override
    public boolean isMapped() {
        return true;
    }

    @Override
    public Built build(Entries entries, Path base) throws IOException {
        SharedIndex<String> index =
                SharedData.writeTransient(base, SharedIndex.builder(String.class, int.class, writer -> {
                    for (int number = 0; number < entries.count(); number++) {
                        writer.add(entries.key(number), entries.value(number));
                    }
                }));
        return new Built(new IndexHandle(index), Files.size(base));
    }

    private record IndexHandle(SharedIndex<String> index) implements Handle {
        @Override
        public String file() {
            return index.path().toString();
        }

        @Override
        public Lookup open() {
            return key -> index.getInt(key, Lookup.ABSENT);
        }
    }
}
