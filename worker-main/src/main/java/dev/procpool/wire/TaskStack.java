package dev.procpool.wire;

import java.util.ArrayList;
import java.util.List;

/** The stack of the thread that runs a task, innermost frame first. */
public record TaskStack(List<StackTraceElement> frames) {

    public static final TaskStack EMPTY = new TaskStack(List.of());

    private static final int LEAST_BYTES_OF_A_FRAME = 4 * Integer.BYTES;

    byte[] toBody() {
        var out = new BodyWriter().putInt(frames.size());
        for (StackTraceElement frame : frames) {
            out.putString(frame.getClassName())
                    .putString(frame.getMethodName())
                    .putString(frame.getFileName() == null ? "" : frame.getFileName())
                    .putInt(frame.getLineNumber());
        }
        return out.toBytes();
    }

    static TaskStack fromBody(byte[] body) throws ProtocolException {
        var in = new BodyReader(body);
        int count = in.getInt();
        if (count < 0 || count > body.length / LEAST_BYTES_OF_A_FRAME) {
            throw new ProtocolException("a stack of " + count + " frames cannot stand in " + body.length + " bytes");
        }
        List<StackTraceElement> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String type = in.getString();
            String method = in.getString();
            String file = in.getString();
            frames.add(new StackTraceElement(type, method, file.isEmpty() ? null : file, in.getInt()));
        }
        return new TaskStack(List.copyOf(frames));
    }
}
