package dev.procpool.shared;

import java.nio.file.Path;

/** Builds an index of String keys and int values, and prints what became of it. Arguments: file, number of entries. */
final class BuildIndex {

    private BuildIndex() {}

    public static void main(String[] args) {
        int entries = Integer.parseInt(args[1]);
        try {
            SharedIndex<String> index =
                    SharedData.write(Path.of(args[0]), SharedIndex.builder(String.class, int.class, out -> {
                        for (int i = 0; i < entries; i++) {
                            out.add(key(i), i);
                        }
                    }));
            System.out.println("entries " + index.length());
        } catch (SharedDataException e) {
            System.out.println("SharedDataException " + e.getMessage());
        }
    }

    static String key(int i) {
        return "a key that is of some length " + i;
    }
}
