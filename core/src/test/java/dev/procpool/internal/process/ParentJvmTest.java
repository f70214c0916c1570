package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker inherits of its parent's command line and properties, and what it must not. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ParentJvmTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ea",
                "-ea:com.example...",
                "-da:com.example.Slow",
                "-esa",
                "-dsa",
                "-enableassertions:com.example...",
                "-disableassertions",
                "--enable-preview",
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "--add-reads=a=b",
                "--patch-module=a=b.jar",
                "--add-opens=java.base/java.lang=some.module",
                "-Dmy.property=some value",
                "-Dempty",
                "-Djava.io.tmpdir=/somewhere",
            })
    void isInherited(String argument) {
        assertEquals(List.of(argument), ParentJvm.inherited(List.of(argument)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx16g",
                "-Xms1g",
                "-XX:+UseZGC",
                "-XX:MaxRAMPercentage=80",
                "-Xlog:gc*",
                "-javaagent:jacoco.jar=destfile=x",
                "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                "-agentpath:/lib/profiler.so",
                "-Xdebug",
                "-Xrunjdwp:address=5005",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-Djava.rmi.server.hostname=localhost",
                // In the manifest, where it costs nothing.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
            })
    void isNotInherited(String argument) {
        assertEquals(List.of(), ParentJvm.inherited(List.of(argument)));
    }

    @Test
    void theOrderIsKeptBecauseTheLastWins() {
        assertEquals(
                List.of("-ea", "-da:com.example...", "-Da=1", "-Da=2"),
                ParentJvm.inherited(List.of("-ea", "-Xmx1g", "-da:com.example...", "-Da=1", "-Da=2")));
    }

    @Test
    void packagesOpenedToEverybodyAreNamedForTheManifest() {
        assertEquals(
                List.of("java.base/java.lang", "java.sql/java.sql"),
                ParentJvm.openedPackages(List.of(
                        "-Xmx1g",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=some.module",
                        "--add-opens=java.sql/java.sql=ALL-UNNAMED")));
    }

    @Test
    void propertiesSetByHandAreInheritedAndTheJvmsOwnAreNot() {
        var properties = new Properties();
        properties.setProperty("my.property", "value");
        properties.setProperty("empty", "");
        properties.setProperty("path.data", "/data");
        properties.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        for (String own : List.of(
                "java.home",
                "java.class.path",
                "java.vm.name",
                "jdk.debug",
                "sun.boot.library.path",
                "os.name",
                "user.dir",
                "user.timezone",
                "file.encoding",
                "file.separator",
                "path.separator",
                "line.separator",
                "native.encoding",
                "stdout.encoding",
                "com.sun.management.jmxremote.port")) {
            properties.setProperty(own, "x");
        }
        properties.put("not a string", 42);

        assertEquals(
                Map.of(
                        "my.property",
                        "value",
                        "empty",
                        "",
                        "path.data",
                        "/data",
                        "org.slf4j.simpleLogger.defaultLogLevel",
                        "debug"),
                ParentJvm.setByHand(properties));
    }

    @Test
    void defaultsOfAPropertiesTableCountToo() {
        var defaults = new Properties();
        defaults.setProperty("from.defaults", "value");

        assertEquals(Map.of("from.defaults", "value"), ParentJvm.setByHand(new Properties(defaults)));
    }

    @Test
    void localeAndEncodingAreThoseInForceNow() {
        List<String> options = ParentJvm.inheritedOptions();

        assertTrue(options.contains("-Dfile.encoding=" + Charset.defaultCharset()), options::toString);
        assertTrue(options.stream().anyMatch(option -> option.startsWith("-Duser.language=")), options::toString);
        assertEquals(TimeZone.getDefault().getID(), ParentJvm.systemProperties().get("user.timezone"));
    }
}
