package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SnapshotPolicy;
import org.junit.jupiter.api.Test;

class ClusterSpecTest {

    private static final SnapshotPolicy SMALL = new SnapshotPolicy(5, 1_000, 2);

    private static RaftSettings settings(ClusterSpec spec) {
        return spec.settingsOf("n1", "n1", "n2");
    }

    @Test
    void nodesTakeSnapshotsWhenTheyAreTold() {
        assertThat(settings(new ClusterSpec()).snapshots()).isEqualTo(SnapshotPolicy.defaults());
        assertThat(settings(new ClusterSpec().snapshots(SMALL)).snapshots()).isEqualTo(SMALL);
    }

    @Test
    void settingsHaveTheLastWord() {
        ClusterSpec spec = new ClusterSpec()
                .settings(settings -> settings.snapshots(SMALL))
                .snapshots(SnapshotPolicy.never());

        assertThat(settings(spec).snapshots()).isEqualTo(SMALL);
    }
}
