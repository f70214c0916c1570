package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus to another JVM and back: identity hashes, class numbers and singletons differ there. */
@Timeout(120)
class AcrossJvmsTest {

    private static final FallbackCodec HERE = FallbackCodec.preferFst();
    private static Process other;
    private static DataOutputStream toOther;
    private static DataInputStream fromOther;

    @BeforeAll
    static void startTheOtherJvm() throws IOException {
        var options = new ArrayList<String>();
        FstOpens.all().forEach(open -> options.add("--add-opens=" + open + "=ALL-UNNAMED"));
        options.add("-Xmx512m");
        other = FstOpensTest.Forked.start(options, EchoMain.class);
        toOther = new DataOutputStream(new BufferedOutputStream(other.getOutputStream()));
        fromOther = new DataInputStream(new BufferedInputStream(other.getInputStream()));
    }

    @AfterAll
    static void stopTheOtherJvm() throws Exception {
        toOther.close();
        other.waitFor();
    }

    static Stream<String> kinds() {
        return Corpus.names();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void graphSurvivesTheWayThereAndBack(String kind) throws Exception {
        Object value = Corpus.make(kind);
        var there = HERE.encode(value);
        send(toOther, there);
        byte codec = fromOther.readByte();
        if (codec == 0) { // It could not decode that.
            fromOther.readNBytes(fromOther.readInt());
            send(toOther, HERE.encodeWithJdk(value));
            codec = fromOther.readByte();
        }
        Object back = HERE.decode(codec, fromOther.readNBytes(fromOther.readInt()));
        Object expected = value instanceof CorpusTypes.Replaced r ? new CorpusTypes.Point(r.value(), r.value()) : value;
        assertNull(SameGraph.difference(expected, back));
    }

    private static void send(DataOutputStream out, FallbackCodec.Encoded encoded) throws IOException {
        out.writeByte(encoded.codec());
        out.writeInt(encoded.bytes().length);
        out.write(encoded.bytes());
        out.flush();
    }

    static final class EchoMain {

        private EchoMain() {}

        public static void main(String[] args) throws IOException {
            var pair = FallbackCodec.preferFst();
            var in = new DataInputStream(new BufferedInputStream(System.in));
            var out = new DataOutputStream(new BufferedOutputStream(System.out));
            while (true) {
                byte codec;
                try {
                    codec = in.readByte();
                } catch (EOFException end) {
                    return;
                }
                byte[] bytes = in.readNBytes(in.readInt());
                try {
                    send(out, pair.encode(pair.decode(codec, bytes)));
                } catch (IOException | ClassNotFoundException e) {
                    send(out, new FallbackCodec.Encoded((byte) 0, e.toString().getBytes()));
                }
            }
        }
    }
}
