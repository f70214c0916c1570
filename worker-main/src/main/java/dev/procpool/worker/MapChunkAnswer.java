package dev.procpool.worker;

import dev.procpool.codec.Compound;
import dev.procpool.codec.Parts;
import dev.procpool.wire.Failure;
import java.util.List;

/**
 * What became of the inputs of a {@link MapChunk}, in their order. It travels as one part for each of them: the value, or
 * the {@link Failure} that a task of its own would have sent, as a message.
 */
public final class MapChunkAnswer implements Compound {

    private final List<Outcome> outcomes;
    private final int maxBodyBytes;

    MapChunkAnswer(List<Outcome> outcomes, int maxBodyBytes) {
        this.outcomes = outcomes;
        this.maxBodyBytes = maxBodyBytes;
    }

    sealed interface Outcome permits Value, Threw, NotDecodable {}

    record Value(Object value) implements Outcome {}

    record Threw(Throwable thrown) implements Outcome {}

    /** The function or the input could not be decoded here. */
    record NotDecodable(Throwable reason) implements Outcome {}

    /** Whether every value is one that every codec takes. */
    boolean isPlain() {
        return outcomes.stream().allMatch(o -> !(o instanceof Value v) || RetainedResults.isPlain(v.value()));
    }

    /** Never fails: what cannot travel is a failure of its element. Half of the room is for values, half for failures. */
    @Override
    public Parts toParts(Encoder encoder) {
        var parts = new Parts.Writer(outcomes.size(), maxBodyBytes / 2, encoder);
        int roomForAFailure = maxBodyBytes / 2 / outcomes.size();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Value value) {
                add(parts, value.value(), encoder, roomForAFailure);
            } else if (outcome instanceof Threw threw) {
                addFailure(parts, Failure.Kind.THREW, threw.thrown(), encoder, roomForAFailure);
            } else if (outcome instanceof NotDecodable undecodable) {
                addFailure(parts, Failure.Kind.TASK_NOT_DECODABLE, undecodable.reason(), encoder, roomForAFailure);
            }
        }
        return parts.toParts();
    }

    private static void add(Parts.Writer parts, Object value, Encoder encoder, int roomForAFailure) {
        try {
            parts.add(value);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            addFailure(parts, Failure.Kind.RESULT_NOT_ENCODABLE, t, encoder, roomForAFailure);
        }
    }

    private static void addFailure(
            Parts.Writer parts, Failure.Kind kind, Throwable thrown, Encoder encoder, int maxBytes) {
        parts.addMessage(FailureReport.of(kind, thrown, encoder, maxBytes).toBody());
    }
}
