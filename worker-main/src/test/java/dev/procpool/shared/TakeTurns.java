package dev.procpool.shared;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Builds a cached file again and again, in vain, and says whether it has met another builder. Arguments: directory, a name
 * that is a file while somebody builds.
 */
final class TakeTurns {

    private static final int ROUNDS = 300;

    private TakeTurns() {}

    public static void main(String[] args) throws Exception {
        Path building = Path.of(args[1]);
        boolean met = false;
        for (int i = 0; i < ROUNDS && !met; i++) {
            try {
                SharedData.cached(Path.of(args[0]), "k", SharedInts.builder(out -> {
                    Files.createFile(building);
                    Files.delete(building);
                    throw new IllegalStateException("in vain");
                }));
            } catch (SharedDataException e) {
                met = e.getCause() instanceof FileAlreadyExistsException;
            }
        }
        System.out.println(met ? "two at once" : "never two at once");
    }
}
