package dev.procpool.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which of the numbered behaviours of a process pool a test proves, wholly or in part; {@link EveryBehaviourTest} has the list. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Behaviour {
    int[] value();
}
