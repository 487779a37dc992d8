package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumTest {

    private static final NodeId STRANGER = NodeId.of("n9");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void isReachedByEverySubsetOfMoreThanHalf(int voterCount) {
        Quorum quorum = new Quorum(voters(voterCount));

        for (SortedSet<NodeId> subset : subsets(voterCount)) {
            assertThat(quorum.isReached(subset)).as("%s", subset).isEqualTo(2 * subset.size() > voterCount);
            SortedSet<NodeId> withStranger = new TreeSet<>(subset);
            withStranger.add(STRANGER);
            assertThat(quorum.isReached(withStranger)).isEqualTo(quorum.isReached(subset));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void anyTwoQuorumsShareAVoter(int voterCount) {
        Quorum quorum = new Quorum(voters(voterCount));
        List<SortedSet<NodeId>> quorums =
                subsets(voterCount).stream().filter(quorum::isReached).toList();

        for (SortedSet<NodeId> one : quorums) {
            for (SortedSet<NodeId> other : quorums) {
                assertThat(one).containsAnyElementsOf(other);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void agreedIndexIsTheHighestThatAMajorityReached(int voterCount) {
        Quorum quorum = new Quorum(voters(voterCount));
        Random random = new Random(voterCount);

        for (int i = 0; i < 500; i++) {
            SortedMap<NodeId, Long> reached = new TreeMap<>();
            voters(voterCount).voters().forEach(node -> reached.put(node, random.nextLong(7)));
            long naive = 0;
            for (long index = 0; index <= 7; index++) {
                long candidate = index;
                if (2 * reached.values().stream().filter(r -> r >= candidate).count() > voterCount) {
                    naive = index;
                }
            }

            assertThat(quorum.agreedIndex(node -> reached.getOrDefault(node, 0L)))
                    .as("%s", reached)
                    .isEqualTo(naive);
        }
    }

    private static List<SortedSet<NodeId>> subsets(int voterCount) {
        List<NodeId> voters = List.copyOf(voters(voterCount).voters());
        List<SortedSet<NodeId>> subsets = new ArrayList<>();
        for (int bits = 0; bits < 1 << voterCount; bits++) {
            SortedSet<NodeId> subset = new TreeSet<>();
            for (int i = 0; i < voterCount; i++) {
                if ((bits & (1 << i)) != 0) {
                    subset.add(voters.get(i));
                }
            }
            subsets.add(subset);
        }
        return subsets;
    }
}
