package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FstCodec;
import dev.procpool.codec.FstOpens;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.TaskCodec;
import dev.procpool.testing.ChildJvm;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pool does with the codec it is given. */
final class CodecInPoolTest {

    private static final Predicate<String> ALLOWED =
            name -> name.equals(Named.class.getName()) || name.startsWith("java.lang.");

    record Named(String text) implements Serializable {}

    record Unnamed(String text) implements Serializable {}

    static final class UnnamedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnnamedException(String message) {
            super(message);
        }
    }

    @Test
    void theAllowListHoldsForResultsAndExceptionsHoweverTheyTravel() throws Exception {
        for (TaskCodec codec : List.of(new FstCodec(ALLOWED), new JdkCodec(ALLOWED))) {
            try (var pool = ProcessPool.builder().workers(1).codec(codec).build()) {
                var sent = new Unnamed("sent");
                assertEquals(
                        new Named("sent"),
                        pool.submit(() -> new Named(sent.text())).get(),
                        "the list says nothing of tasks");

                var refused = assertThrows(
                        ExecutionException.class,
                        () -> pool.submit(() -> new Unnamed("back")).get());
                assertInstanceOf(TaskSerializationException.class, refused.getCause());
                assertTrue(refused.getCause().getMessage().contains(Unnamed.class.getName()), refused::toString);

                var threw = assertThrows(
                        ExecutionException.class,
                        () -> pool.submit(CodecInPoolTest::fail).get());
                var described = assertInstanceOf(RemoteTaskException.class, threw.getCause());
                assertTrue(described.getMessage().contains("UnnamedException: why"), described::getMessage);
            }
        }
    }

    @Test
    void theCodecOfOnePoolIsNoneOfAnothers() throws Exception {
        try (var strict = ProcessPool.builder()
                        .workers(1)
                        .codec(new FstCodec(ALLOWED))
                        .build();
                var usual = ProcessPool.create(1)) {
            assertThrows(
                    ExecutionException.class,
                    () -> strict.submit(() -> new Unnamed("back")).get());
            assertEquals(
                    new Unnamed("back"), usual.submit(() -> new Unnamed("back")).get());
        }
    }

    private static int fail() {
        throw new UnnamedException("why");
    }

    @ParameterizedTest
    @ValueSource(strings = {"given", "default"})
    void theParentHasOneFstCodec(String which) throws Exception {
        List<String> opens = FstOpens.all().stream()
                .map(open -> "--add-opens=" + open + "=ALL-UNNAMED")
                .toList();
        try (var parent = ChildJvm.start(List.of(), opens, CodecsMain.class, which)) {
            assertEquals("1", parent.awaitLine("codecs "));
            assertEquals(0, parent.awaitExit());
        }
    }
}
