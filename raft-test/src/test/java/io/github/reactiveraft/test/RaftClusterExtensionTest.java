package io.github.reactiveraft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests that are not this project's, failing ones among them, as JUnit runs a user's. */
class RaftClusterExtensionTest {

    /** How each invocation of one method ended, by its display name; those without an error as "passed". */
    private static SortedMap<String, String> run(String method, String... seed) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .enableImplicitConfigurationParameters(false)
                .selectors(selectMethod(UserScenarios.class, method, RaftClusters.class.getName()));
        List.of(seed).forEach(value -> request.configurationParameter("raft.seed", value));
        return run(request.build());
    }

    private static SortedMap<String, String> run(LauncherDiscoveryRequest request) {
        SortedMap<String, String> ends = new TreeMap<>();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest() || result.getThrowable().isPresent()) {
                    ends.put(
                            test.getDisplayName(),
                            result.getThrowable()
                                    .map(RaftClusterExtensionTest::text)
                                    .orElse("passed"));
                }
            }
        });
        return ends;
    }

    private static String text(Throwable thrown) {
        List<String> parts = new ArrayList<>(List.of(String.valueOf(thrown.getMessage())));
        for (Throwable more : thrown.getSuppressed()) {
            parts.add(String.valueOf(more.getMessage()));
        }
        return String.join(" | ", parts);
    }

    private static String reproduction(String method, long seed) {
        return "to repeat: mvn test -Dtest='" + UserScenarios.class.getName() + "#" + method + "' -Draft.seed=" + seed;
    }

    @Test
    void testRunsOnceWithEverySeed() {
        assertThat(run("passing")).hasToString("{seed 1=passed, seed 2=passed, seed 3=passed}");
    }

    @Test
    void chosenSeedIsTheOnlyOne() {
        assertThat(run("passing", "4711")).hasToString("{seed 4711=passed}");
    }

    @Test
    void plainTestRunsWithSeedOneOrTheChosenOne() {
        assertThat(run("plain"))
                .containsEntry("plain(RaftClusters)", "ran with 1 | Seed 1; " + reproduction("plain", 1));
        assertThat(run("plain", "4711"))
                .containsEntry("plain(RaftClusters)", "ran with 4711 | Seed 4711; " + reproduction("plain", 4711));
    }

    @Test
    void failureOfARunIsSeenThoughTheTestDidNotLook() {
        assertThat(run("overlooking")).hasSize(2).hasEntrySatisfying("seed 2", end -> assertThat(end)
                .startsWith("Seed 2 at ")
                .contains("below zero", reproduction("overlooking", 2)));
    }

    @Test
    void failureOfATestNamesSeedAndReproduction() {
        assertThat(run("waitingInVain").get("seed 1"))
                .contains("Seed 1 at ", "the limit", reproduction("waitingInVain", 1));
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(run("never").values()).singleElement().asString().contains("@Seeds takes at least 1, but is 0");
        assertThat(run("passing", "many").values()).singleElement().asString().contains("raft.seed", "many");
    }
}
