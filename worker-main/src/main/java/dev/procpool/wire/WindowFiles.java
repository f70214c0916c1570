package dev.procpool.wire;

/**
 * Where a worker finds the windows to its parent, through which large arrays go.
 *
 * @param tasks the file of the window for tasks
 * @param results the file of the window for results
 * @param leastBytes the least size of an array that goes through one
 */
public record WindowFiles(String tasks, String results, long leastBytes) {

    public static final WindowFiles NONE = new WindowFiles("", "", Long.MAX_VALUE);

    public boolean exist() {
        return !tasks.isEmpty();
    }

    BodyWriter putTo(BodyWriter out) {
        return out.putString(tasks).putString(results).putLong(leastBytes);
    }

    static WindowFiles readFrom(BodyReader in) throws ProtocolException {
        return new WindowFiles(in.getString(), in.getString(), in.getLong());
    }
}
