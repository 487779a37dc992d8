package io.github.reactiveraft.test.mutants;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** Runs the test classes that are its arguments: ends with 0 if all are green, with 1 and the first failure if not. */
final class TestSearch {

    private static final int NOTHING_TO_RUN = 2;

    private TestSearch() {}

    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        // Without BlockHound, which would come by itself: rewriting the JDK takes longer than most tests.
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(alone).execute(request(arguments), listener);
        List<Failure> failures = listener.getSummary().getFailures();
        if (!failures.isEmpty()) {
            listener.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
            System.out.println(said(failures));
            // Threads that a failed test left behind would keep the virtual machine.
            System.exit(1);
        }
        System.exit(listener.getSummary().getTestsSucceededCount() > 0 ? 0 : NOTHING_TO_RUN);
    }

    private static LauncherDiscoveryRequest request(String[] classes) {
        List<? extends DiscoverySelector> selectors =
                Arrays.stream(classes).map(DiscoverySelectors::selectClass).toList();
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(TagFilter.excludeTags("sweep"))
                .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", "1 m")
                .build();
    }

    private static String said(List<Failure> failures) {
        Failure first = failures.get(0);
        String source = first.getTestIdentifier().getUniqueId().replaceAll(".*\\[class:([^]]*)].*", "$1");
        return failures.size() + " red: " + source.substring(source.lastIndexOf('.') + 1) + "."
                + first.getTestIdentifier().getDisplayName();
    }
}
