package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.examples.members.NodeSwitches;
import io.github.reactiveraft.examples.members.NodeSwitches.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON bodies of the HTTP door: what a record declares, in that order, nulls included. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Json() {}

    record Counted(long value, long index) {}

    record Compacted(long availableFrom) {}

    record Current(long value) {}

    record Problem(String error, String message) {}

    record Outcome(String outcome) {}

    record Cluster(List<Member> nodes) {
        static Cluster of(List<MemberStatus> members) {
            return new Cluster(members.stream().map(Member::of).toList());
        }
    }

    /** @param switches where each node's switch is, by its name */
    record SwitchedCluster(List<Member> nodes, Map<String, Position> switches) {
        static SwitchedCluster of(NodeSwitches of) {
            Map<String, Position> switches = new TreeMap<>();
            of.positions().forEach((node, position) -> switches.put(node.value(), position));
            return new SwitchedCluster(Cluster.of(of.statuses()).nodes(), switches);
        }
    }

    record Member(
            String id,
            String address,
            @Nullable String role,
            @Nullable Long term,
            @Nullable String leader,
            @Nullable Long lastIndex,
            @Nullable Long commitIndex,
            @Nullable Long lastApplied,
            @Nullable String storage,
            boolean reachable) {

        static Member of(MemberStatus member) {
            Optional<RaftStatus> status = member.status();
            return new Member(
                    member.node().value(),
                    member.address(),
                    status.map(known -> known.role().name()).orElse(null),
                    status.map(RaftStatus::term).orElse(null),
                    status.flatMap(RaftStatus::leader).map(NodeId::value).orElse(null),
                    status.map(RaftStatus::lastIndex).orElse(null),
                    status.map(RaftStatus::commitIndex).orElse(null),
                    status.map(RaftStatus::lastApplied).orElse(null),
                    status.map(known -> known.storage().name()).orElse(null),
                    member.isReachable());
        }
    }

    static byte[] bytes(Object body) {
        return MAPPER.writeValueAsBytes(body);
    }
}
