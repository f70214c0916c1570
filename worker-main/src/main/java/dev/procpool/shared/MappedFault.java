package dev.procpool.shared;

/**
 * What the JVM makes of a mapped page that cannot be read, because its file was cut or its disk failed: an InternalError, in
 * compiled code somewhat later than the read. In one case it ends instead: if the read was compiled into one instruction
 * with a widening of int to long.
 */
public final class MappedFault {

    private MappedFault() {}

    static boolean is(Throwable thrown) {
        return thrown instanceof InternalError
                && thrown.getMessage() != null
                && thrown.getMessage().contains("unsafe memory access");
    }

    /**
     * Gives what a task threw a name, if it is such a fault that reached the task itself, as one in a slice does.
     *
     * @return a {@link SharedDataException} that names the file that has been cut, if there is one; else {@code thrown}
     */
    public static Throwable explain(Throwable thrown) {
        if (is(thrown)) {
            for (MappedFile mapped : MappedFiles.all()) {
                if (mapped.isCut()) {
                    return mapped.cut(thrown);
                }
            }
        }
        return thrown;
    }
}
