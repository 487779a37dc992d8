package io.github.reactiveraft.examples.counter.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.counter.process.CounterPage.Card;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a demo that runs, in a real browser. */
@Tag("process")
class CounterPageIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void theLeaderIsStoppedAndStartedOnThePageAndItCountsOn() throws IOException {
        try (CounterDemo demo = CounterDemo.start(directory);
                CounterPage page = CounterPage.open(demo.port())) {
            page.await("a leader", shown -> shown.leader().isPresent());
            page.add();
            page.await("an add", shown -> shown.value().equals("1"));
            Card first = page.leader().orElseThrow();

            page.press(first.id());

            page.await(
                    "another leader",
                    shown -> shown.card(first.id()).role().equals("STOPPED")
                            && shown.leader().isPresent());
            assertThat(Long.parseLong(page.leader().orElseThrow().term())).isGreaterThan(Long.parseLong(first.term()));
            page.add();
            page.await("an add without the first leader", shown -> shown.value().equals("2"));
            page.screenshot(SCREENSHOTS.resolve("counter-stopped.png"));

            page.press(first.id());

            page.await(
                    "that the first leader follows and has caught up",
                    shown -> shown.card(first.id()).role().equals("FOLLOWER")
                            && shown.leader().isPresent()
                            && shown.card(first.id())
                                    .applied()
                                    .equals(shown.leader().orElseThrow().applied()));
            page.screenshot(SCREENSHOTS.resolve("counter.png"));
            assertThat(page.errors()).isEmpty();
            assertThat(demo.process().errLines()).isEmpty();
        }
    }
}
