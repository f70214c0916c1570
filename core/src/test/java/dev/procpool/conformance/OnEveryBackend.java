package dev.procpool.conformance;

import dev.procpool.testing.Patience;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test class once on each backend, or on each {@linkplain #that that can do something}; the backend is its
 * {@code @Parameter}. What those do that cannot is the business of {@link CapabilityTest}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(OnEveryBackend.Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(Patience.TEST_SECONDS)
@interface OnEveryBackend {

    /** What a backend must be able to do for these tests to mean anything. */
    Capability[] that() default {};

    /** Those that can. */
    final class Backends implements ArgumentsProvider, AnnotationConsumer<OnEveryBackend> {

        private List<Capability> needed;

        @Override
        public void accept(OnEveryBackend annotation) {
            needed = List.of(annotation.that());
        }

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Stream.of(Backend.values())
                    .filter(backend -> needed.stream().allMatch(backend::can))
                    .map(Arguments::of);
        }
    }
}
