package dev.procpool.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a worker must know before its first task.
 *
 * @param poolName for names of threads and messages
 * @param workerNumber unique in its pool, never used again
 * @param codec the wire id of the codec for results
 * @param maxBodyBytes the longest body the parent accepts
 * @param outFile the file behind descriptor 1
 * @param errFile the file behind descriptor 2
 * @param windows those to this worker
 * @param journalFile the file of its journal; empty if there is none
 * @param spinNanos how long it may look for the next message before it waits for it; 0 if its core is wanted by others
 * @param systemProperties set before any class of the user's is loaded
 */
public record WorkerSettings(
        String poolName,
        int workerNumber,
        byte codec,
        int maxBodyBytes,
        String outFile,
        String errFile,
        WindowFiles windows,
        String journalFile,
        long spinNanos,
        Map<String, String> systemProperties) {

    private static final long MOST_BYTES_OF_A_CHAR = 3;

    /** Of the numbers and of six names, each of which a file system takes. */
    private static final long MOST_BYTES_OF_THE_REST = 6 * 4096;

    /** More than they come to when they travel. */
    public long mostBytes() {
        long bytes = MOST_BYTES_OF_THE_REST;
        for (Map.Entry<String, String> property : systemProperties.entrySet()) {
            bytes += MOST_BYTES_OF_A_CHAR
                            * (property.getKey().length() + property.getValue().length())
                    + 2 * Integer.BYTES;
        }
        return bytes;
    }

    byte[] toBody() {
        var out = new BodyWriter()
                .putString(poolName)
                .putInt(workerNumber)
                .putInt(codec)
                .putInt(maxBodyBytes)
                .putString(outFile)
                .putString(errFile);
        windows.putTo(out).putString(journalFile).putLong(spinNanos).putInt(systemProperties.size());
        systemProperties.forEach((key, value) -> out.putString(key).putString(value));
        return out.toBytes();
    }

    static WorkerSettings fromBody(byte[] body) throws ProtocolException {
        var in = new BodyReader(body);
        String poolName = in.getString();
        int workerNumber = in.getInt();
        byte codec = (byte) in.getInt();
        int maxBodyBytes = in.getInt();
        String outFile = in.getString();
        String errFile = in.getString();
        WindowFiles windows = WindowFiles.readFrom(in);
        String journalFile = in.getString();
        long spinNanos = in.getLong();
        Map<String, String> properties = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            properties.put(in.getString(), in.getString());
        }
        return new WorkerSettings(
                poolName,
                workerNumber,
                codec,
                maxBodyBytes,
                outFile,
                errFile,
                windows,
                journalFile,
                spinNanos,
                properties);
    }
}
