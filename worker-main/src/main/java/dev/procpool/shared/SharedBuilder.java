package dev.procpool.shared;

import java.util.function.Function;

/**
 * How to make one kind of shared data: the kind, and the function that writes it. Made by {@code builder(...)} of the
 * kinds; taken by {@link SharedData#write}, {@link SharedData#cached}, {@link SharedSections.Writer#add} and the pool's
 * {@code share}, which run the function at most once for each file.
 *
 * @param <T> what is built
 */
public final class SharedBuilder<T extends SharedData> {

    private final ElementType type;
    private final Payload payload;
    private final Function<SharedHandle, T> opener;

    private SharedBuilder(ElementType type, Payload payload, Function<SharedHandle, T> opener) {
        this.type = type;
        this.payload = payload;
        this.opener = opener;
    }

    /**
     * Writes what there is to write.
     *
     * @param <W> the writer of the kind that is built
     */
    @FunctionalInterface
    public interface Filler<W> {

        /**
         * Called once. The writer is for this call and the thread that makes it.
         *
         * @throws Exception to give up; nothing is left of what was written
         */
        void fill(W writer) throws Exception;
    }

    /** Writes a payload to its end. */
    @FunctionalInterface
    interface Payload {

        /** @return how many elements it has */
        long writeTo(PayloadWriter out);
    }

    static <T extends SharedData> SharedBuilder<T> of(
            ElementType type, Function<SharedHandle, T> opener, Payload payload) {
        return new SharedBuilder<>(type, payload, opener);
    }

    /** Runs code of the user's, whose exceptions are not ours. */
    static <W> void fill(PayloadWriter out, Filler<? super W> filler, W writer) {
        try {
            filler.fill(writer);
        } catch (SharedDataException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new SharedDataException(
                    out.target(), "its builder failed: " + e, "nothing was left there; see the cause", e);
        }
    }

    ElementType type() {
        return type;
    }

    long writeTo(PayloadWriter out) {
        return payload.writeTo(out);
    }

    T open(SharedHandle handle) {
        return opener.apply(handle);
    }
}
