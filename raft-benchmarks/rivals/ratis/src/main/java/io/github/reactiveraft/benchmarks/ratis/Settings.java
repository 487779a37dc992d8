package io.github.reactiveraft.benchmarks.ratis;

import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Where Ratis differs from its defaults here. */
final class Settings {

    private Settings() {}

    static RaftProperties of(MemberSpec member, int port) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(member.directory().toAbsolutePath().toFile()));
        GrpcConfigKeys.Server.setPort(properties, port);
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        if (!member.isDurable()) {
            RaftServerConfigKeys.Log.setUseMemory(properties, true);
            // A log in memory takes an index for a position, so that it stands still once something is purged.
            RaftServerConfigKeys.Log.setPurgeGap(properties, Integer.MAX_VALUE);
        }
        // With it, every commit is followed by an entry that says so, written and synced like any other.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        // So that it is never the number of pending requests that slows it down.
        RaftServerConfigKeys.Write.setElementLimit(properties, 65_536);
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf("256MB"));
        RaftServerConfigKeys.Log.setQueueElementLimit(properties, 65_536);
        if (member.snapshotEntries() > 0) {
            RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
            RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, member.snapshotEntries());
            // Or its log would be kept for members that lag, and it is forgotten by whole segments.
            RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
            RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("1MB"));
        }
        Duration shortest = member.electionTimeout();
        if (!shortest.isZero()) {
            RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(shortest));
            RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(shortest.multipliedBy(2)));
        }
        return properties;
    }

    static RaftProperties of(ClientSpec client) {
        RaftProperties properties = new RaftProperties();
        // Beyond, the caller would be blocked.
        RaftClientConfigKeys.Async.setOutstandingRequestsMax(properties, Math.max(100, 2 * client.inFlight()));
        // After 3 s, the default, it would send all of them once more, to members that are late already.
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, TimeDuration.valueOf(10, TimeUnit.SECONDS));
        return properties;
    }

    private static TimeDuration millis(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
