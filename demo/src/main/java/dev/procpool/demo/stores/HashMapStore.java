package dev.procpool.demo.stores;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/** A HashMap in the heap of each worker, decoded from one file: what one does without any store. */
final class HashMapStore implements Store {

    private final String name;
    private final FallbackCodec codec;

    HashMapStore(String name, FallbackCodec codec) {
        this.name = name;
        this.codec = codec;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isMapped() {
        return false;
    }

    @Override
    public Built build(Entries entries, Path base) throws IOException {
        SharedObject<HashMap<String, Integer>> map =
                SharedData.writeTransient(base, SharedObject.builder(entries::toMap, codec));
        return new Built(new MapHandle(map), Files.size(base));
    }

    private record MapHandle(SharedObject<HashMap<String, Integer>> map) implements Handle {
        @Override
        public String file() {
            return map.path().toString();
        }

        @Override
        public Lookup open() {
            HashMap<String, Integer> decoded = map.get();
            return key -> decoded.getOrDefault(key, Lookup.ABSENT);
        }
    }
}
