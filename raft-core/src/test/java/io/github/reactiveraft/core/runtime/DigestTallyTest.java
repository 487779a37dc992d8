package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.core.protocol.Quorum;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What n1 makes of everybody's digests, its own first; a dot for who does not answer. */
class DigestTallyTest {

    @ParameterizedTest
    @CsvSource({
        "A,     false, true",
        "AA,    false, true",
        "AB,    false, false",
        "A.,    false, true",
        "AAA,   false, true",
        "ABB,   true,  false",
        "AAB,   false, false",
        "ABC,   false, false",
        "AB.,   false, false",
        "A..,   false, true",
        "ABBC,  false, false",
        "ABBB,  true,  false",
        "ABBBC, true,  false",
        "ABBB., true,  false",
        "ABB..,  false, false",
        "ABBCC, false, false",
        "AABBB, true,  false",
        "AAABB, false, false"
    })
    void onlyAMajorityOfAllMembersThatAgreesOutvotes(String values, boolean isOutvoted, boolean isUnanimous) {
        TreeSet<NodeId> members = IntStream.rangeClosed(1, values.length())
                .mapToObj(number -> NodeId.of("n" + number))
                .collect(Collectors.toCollection(TreeSet::new));
        DigestTally tally = DigestTally.of(N1, new Digest(7, true, values.charAt(0)));
        for (int i = 1; i < values.length(); i++) {
            if (values.charAt(i) != '.') {
                tally = tally.with(NodeId.of("n" + (i + 1)), values.charAt(i));
            }
        }

        assertThat(tally.isOutvoted(new Quorum(new Membership(members)))).isEqualTo(isOutvoted);
        assertThat(tally.isUnanimous()).isEqualTo(isUnanimous);
    }
}
