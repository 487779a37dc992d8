package io.github.reactiveraft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaftSettingsTest {

    private static final Consumer<RaftSettings.Spec> THREE =
            spec -> spec.cluster("counter").node("n1").members("n1", "n2", "n3");

    private static RaftSettings settings(Consumer<RaftSettings.Spec> more) {
        return RaftSettings.of(THREE.andThen(more));
    }

    @Test
    void everythingButTheNamesHasADefault() {
        RaftSettings settings = RaftSettings.of(THREE);

        assertThat(settings)
                .isEqualTo(new RaftSettings(
                        "counter",
                        "main",
                        NodeId.of("n1"),
                        new TreeSet<>(List.of(NodeId.of("n3"), NodeId.of("n2"), NodeId.of("n1"))),
                        new RaftTiming(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1)),
                        RaftLimits.defaults(),
                        SnapshotPolicy.defaults(),
                        SessionPolicy.defaults(),
                        true,
                        10_000));
    }

    @Test
    void everyOptionIsTaken() {
        RaftLimits limits = RaftLimits.defaults().withWatchBytes(7);
        SnapshotPolicy snapshots = new SnapshotPolicy(5, 1_000, 2);

        RaftSettings settings = settings(spec -> spec.group("g")
                .timing(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(60))
                .limits(limits)
                .snapshots(snapshots)
                .forwarding(false)
                .digests(7));

        assertThat(settings.group()).isEqualTo("g");
        assertThat(settings.timing())
                .isEqualTo(new RaftTiming(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(60)));
        assertThat(settings.limits()).isSameAs(limits);
        assertThat(settings.snapshots()).isSameAs(snapshots);
        assertThat(settings.forwarding()).isFalse();
        assertThat(settings.digestEntryCount()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no spaces",
                "ümlaut",
                "slash/",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void namesHaveAnAlphabetAndALength(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(spec -> spec.cluster(name)));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(spec -> spec.group(name)));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(spec -> spec.node(name)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(spec -> spec.members(name)))
                .withMessageContaining("1 to 64 characters");
    }

    @Test
    void nodeIsAMember() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(spec -> spec.node("n4")))
                .withMessage("This node, n4, is not among the members [n1, n2, n3]");
    }

    @Test
    void clusterHasOneToThirtyOneMembers() {
        String[] most = IntStream.rangeClosed(1, 31).mapToObj(i -> "n" + i).toArray(String[]::new);

        assertThatCode(() -> settings(spec -> spec.members(most))).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(spec -> spec.members(most).members("n32")))
                .withMessage("A cluster takes 1 to 31 members, but there are 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RaftSettings.of(spec -> spec.cluster("c").node("n1")));
    }

    @Test
    void digestsComeEverySoManyEntriesOrNever() {
        for (int count : new int[] {0, 1, 1_000_000_000}) {
            assertThat(settings(spec -> spec.digests(count)).digestEntryCount()).isEqualTo(count);
        }
        for (int count : new int[] {-1, 1_000_000_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings(spec -> spec.digests(count)))
                    .withMessage("digestEntryCount takes 0, for no digests, to 1000000000, but is " + count);
        }
    }

    @Test
    void membersDoNotChangeWithTheSetTheyCameFrom() {
        TreeSet<NodeId> members = new TreeSet<>(List.of(NodeId.of("n1")));
        RaftSettings settings = new RaftSettings(
                "c",
                "g",
                NodeId.of("n1"),
                members,
                RaftTiming.defaults(),
                RaftLimits.defaults(),
                SnapshotPolicy.defaults(),
                SessionPolicy.defaults(),
                true,
                0);

        members.add(NodeId.of("n2"));

        assertThat(settings.members()).containsExactly(NodeId.of("n1"));
    }

    @Test
    void timingKeepsHeartbeatsWellBelowElections() {
        assertTiming(5, 10, 11, true);
        assertTiming(10_000, 20_000, 200_000, true);
        assertTiming(4, 100, 200, false);
        assertTiming(10_001, 30_000, 40_000, false);
        assertTiming(100, 199, 400, false);
        assertTiming(100, 500, 500, false);
        assertTiming(100, 500, 5_001, false);
        assertTiming(0, 500, 1_000, false);
        assertTiming(-1, 500, 1_000, false);
    }

    @Test
    void diskMayStandStillForAnElectionTimeoutOrLonger() {
        assertThat(RaftTiming.defaults().diskStall()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings(spec -> spec.timing(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10)))
                        .timing()
                        .diskStall())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(settings(spec -> spec.diskStall(Duration.ofSeconds(1))
                                .timing(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(60)))
                        .timing()
                        .diskStall())
                .isEqualTo(Duration.ofSeconds(1));
        RaftTiming timing = RaftTiming.defaults();
        assertThatCode(() -> timing.withDiskStall(Duration.ofHours(1))).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timing.withDiskStall(Duration.ofMillis(999)))
                .withMessageContaining("at least the longest election timeout, PT1S, and at most 1 hour");
        assertThatIllegalArgumentException().isThrownBy(() -> timing.withDiskStall(Duration.ofMinutes(61)));
    }

    private static void assertTiming(long heartbeat, long least, long most, boolean isAllowed) {
        Runnable timing =
                () -> new RaftTiming(Duration.ofMillis(heartbeat), Duration.ofMillis(least), Duration.ofMillis(most));
        if (isAllowed) {
            assertThatCode(timing::run).doesNotThrowAnyException();
        } else {
            assertThatIllegalArgumentException().isThrownBy(timing::run);
        }
    }
}
