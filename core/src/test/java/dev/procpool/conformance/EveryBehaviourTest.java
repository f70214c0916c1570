package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Each of the numbered behaviours is proven somewhere, or it is said here why not. */
final class EveryBehaviourTest {

    private static final int BEHAVIOURS = 60;

    private enum Kind {
        /** By a test outside this package, because it is of one backend's own settings or needs a JVM of its own. */
        ELSEWHERE,
        /** There is no such thing here. */
        NOT_HERE
    }

    /** @param text where, or why not */
    private record Entry(int number, Kind kind, String text) {}

    private static final List<Entry> OTHERS = List.of(
            elsewhere(14, "dev.procpool.MapOrderTest#isTheSequentialMapForEveryChunkSize"),
            elsewhere(14, "dev.procpool.MapOptionsTest#optionsThatMakeNoSenseAreRefusedWithNameAndValue"),
            elsewhere(16, "dev.procpool.MapLimitsTest#aTimeoutThatTheFunctionThrowsIsNotThatOfTheMap"),
            elsewhere(16, "dev.procpool.MapLimitsTest#theTimeoutOfTheMapCancelsTheRestAndEndsIt"),
            elsewhere(16, "dev.procpool.MapEndTest#closeInterruptsWhatRunsAndTheRestNeverRuns"),
            elsewhere(17, "dev.procpool.MapResultsWindowTest#neverTakesMoreInputsThanTheWindowAheadOfWhatIsConsumed"),
            elsewhere(17, "dev.procpool.MapOrderTest#worksOverInfiniteInputsAndShortCircuits"),
            elsewhere(22, "dev.procpool.HugeBodyTest#aTaskBeyondTwoGigabytesIsRefusedAtSubmit"),
            elsewhere(22, "dev.procpool.HugeBodyTest#aTaskThatFindsNoRoomInTheWorkerFailsAlone"),
            elsewhere(29, "dev.procpool.CodecInPoolTest#theAllowListHoldsForResultsAndExceptionsHoweverTheyTravel"),
            elsewhere(29, "dev.procpool.CodecInPoolTest#theCodecOfOnePoolIsNoneOfAnothers"),
            elsewhere(32, "dev.procpool.WorkerDeathTest#failsTheTaskThatRanAndNoOther"),
            elsewhere(33, "dev.procpool.BrokenPoolTest#eachFutureOfABrokenPoolHasAnExceptionOfItsOwn"),
            elsewhere(37, "dev.procpool.BrokenPoolTest#aNewPoolWorksWhereAnotherIsBroken"),
            elsewhere(38, "dev.procpool.BrokenPoolTest#saysWhatTheChildSaid"),
            elsewhere(43, "dev.procpool.ProcessPoolTest#workersInheritPropertiesAndAssertionsAndGetTheirEnvironment"),
            elsewhere(44, "dev.procpool.ProcessPoolTest#whatIsPrintedPastSystemOutCannotHarmTheProtocol"),
            notHere(50, "a pool keeps its size"),
            notHere(51, "pools are not shared: whoever wants one keeps it"),
            elsewhere(56, "dev.procpool.BrokenPoolTest#shutdownNowIsHarmlessOnABrokenPool"),
            elsewhere(58, "dev.procpool.OrphanTest#aParentThatIsKilledLeavesNoWorkerWhateverItDoes"),
            elsewhere(58, "dev.procpool.OrphanTest#aParentThatIsKilledWhileItsWorkersStartLeavesNone"));

    private static Entry elsewhere(int number, String test) {
        return new Entry(number, Kind.ELSEWHERE, test);
    }

    private static Entry notHere(int number, String why) {
        return new Entry(number, Kind.NOT_HERE, why);
    }

    @Test
    void eachNumberIsClaimedByATestOrStandsInTheTable() throws Exception {
        Map<Integer, List<String>> places = claims();
        for (Entry entry : OTHERS) {
            places.computeIfAbsent(entry.number(), number -> new ArrayList<>()).add(entry.kind() + " " + entry.text());
        }
        assertEquals(
                IntStream.rangeClosed(1, BEHAVIOURS).boxed().toList(), List.copyOf(places.keySet()), places::toString);
    }

    @Test
    void whatIsNotHereIsNotClaimed() throws Exception {
        Map<Integer, List<String>> claims = claims();
        for (Entry entry : OTHERS) {
            assertFalse(entry.kind() == Kind.NOT_HERE && claims.containsKey(entry.number()), entry::toString);
        }
    }

    @Test
    void whatStandsElsewhereIsATest() throws Exception {
        for (Entry entry : OTHERS) {
            if (entry.kind() == Kind.ELSEWHERE) {
                String[] place = entry.text().split("#");
                assertTrue(
                        Stream.of(Class.forName(place[0]).getDeclaredMethods())
                                .anyMatch(method -> method.getName().equals(place[1]) && isTest(method)),
                        entry::toString);
            }
        }
    }

    /** The tests of this package, by the behaviours they prove. */
    private static Map<Integer, List<String>> claims() throws Exception {
        Map<Integer, List<String>> claims = new TreeMap<>();
        for (Class<?> type : testClasses()) {
            for (Method method : type.getDeclaredMethods()) {
                Behaviour behaviour = method.getAnnotation(Behaviour.class);
                if (behaviour != null) {
                    String name = type.getSimpleName() + "#" + method.getName();
                    assertTrue(isTest(method), name + " proves something, but is no test");
                    for (int number : behaviour.value()) {
                        claims.computeIfAbsent(number, absent -> new ArrayList<>())
                                .add(name);
                    }
                }
            }
        }
        return claims;
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class);
    }

    private static List<Class<?>> testClasses() throws IOException, ReflectiveOperationException {
        var here = Path.of(
                EveryBehaviourTest.class.getResource("EveryBehaviourTest.class").getPath());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(here.getParent())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith("Test.class")) {
                    classes.add(Class.forName(EveryBehaviourTest.class.getPackageName() + "."
                            + name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return classes;
    }
}
