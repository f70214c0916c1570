package dev.procpool.shared;

import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks keys up through a serialized handle and prints the values. Arguments: the file the handle is in, keys. */
final class LookUp {

    private LookUp() {}

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(args[0])))) {
            SharedIndex<String> index = (SharedIndex<String>) in.readObject();
            for (int i = 1; i < args.length; i++) {
                System.out.println(args[i] + "=" + index.getInt(args[i], -1));
            }
        }
    }
}
