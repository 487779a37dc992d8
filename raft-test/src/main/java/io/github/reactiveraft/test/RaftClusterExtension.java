package io.github.reactiveraft.test;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Hands {@link RaftClusters} to test methods, and to {@code @BeforeEach} and {@code @AfterEach} methods, with a seed: of
 * a plain {@code @Test} it is 1, {@link Seeds} gives one after the other, and the JUnit configuration parameter
 * {@code raft.seed} (in Maven {@code -Draft.seed=N}) overrules both.
 *
 * <p>After each test every cluster is looked at: one that failed fails the test, though nobody noticed. Any other failure
 * of a test gets the line that repeats it attached, as a suppressed exception.
 */
public final class RaftClusterExtension
        implements ParameterResolver,
                TestTemplateInvocationContextProvider,
                TestExecutionExceptionHandler,
                AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(RaftClusterExtension.class);
    private static final String SEED = "raft.seed";
    private static final long DEFAULT_SEED = 1;

    /** For JUnit. */
    public RaftClusterExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RaftClusters.class
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(RaftClusters.class, key -> clusters(context), RaftClusters.class);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), Seeds.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        int count = AnnotationSupport.findAnnotation(context.getTestMethod(), Seeds.class)
                .map(Seeds::value)
                .orElseThrow();
        if (count < 1) {
            throw new ExtensionConfigurationException("@Seeds takes at least 1, but is " + count);
        }
        return chosenSeed(context)
                .map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, count))
                .mapToObj(Invocation::new);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        RaftClusters clusters = existing(context);
        if (clusters != null) {
            Throwable hint = new Throwable(clusters.hint());
            hint.setStackTrace(new StackTraceElement[0]);
            thrown.addSuppressed(hint);
        }
        throw thrown;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RaftClusters clusters = existing(context);
        if (clusters != null) {
            clusters.check();
        }
    }

    private static @Nullable RaftClusters existing(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(RaftClusters.class, RaftClusters.class);
    }

    private static RaftClusters clusters(ExtensionContext context) {
        long seed = chosenSeed(context)
                .orElseGet(() -> context.getStore(NAMESPACE).getOrDefault(SEED, Long.class, DEFAULT_SEED));
        String test = context.getRequiredTestClass().getName()
                + '#'
                + context.getRequiredTestMethod().getName();
        return new RaftClusters(seed, "mvn test -Dtest='" + test + "' -D" + SEED + '=' + seed);
    }

    private static Optional<Long> chosenSeed(ExtensionContext context) {
        return context.getConfigurationParameter(SEED, Long::valueOf);
    }

    /** One run of a test with one seed. */
    private record Invocation(long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            BeforeEachCallback remember = context -> context.getStore(NAMESPACE).put(SEED, seed);
            return List.of(remember);
        }
    }
}
