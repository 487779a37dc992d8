package io.github.reactiveraft.benchmarks.etcd;

import io.github.reactiveraft.benchmarks.system.MemberSpec;
import java.util.ArrayList;
import java.util.List;

/** What one member's server is started with. */
final class EtcdCommand {

    /** Members talk to each other at the port behind that of their clients. */
    private static final int PEER_PORT_DISTANCE = 1;

    private EtcdCommand() {}

    static List<String> of(MemberSpec member) {
        List<String> cluster = new ArrayList<>();
        for (int number = 0; number < member.addresses().size(); number++) {
            cluster.add(nameOf(number) + "=" + peerUrl(member.addresses().get(number)));
        }
        String address = member.addresses().get(member.number());
        List<String> words = new ArrayList<>(List.of(
                "etcd",
                "--name=" + nameOf(member.number()),
                "--data-dir=" + member.directory().toAbsolutePath().resolve("data"),
                "--listen-client-urls=" + clientUrl(address),
                "--advertise-client-urls=" + clientUrl(address),
                "--listen-peer-urls=" + peerUrl(address),
                "--initial-advertise-peer-urls=" + peerUrl(address),
                "--initial-cluster=" + String.join(",", cluster),
                "--initial-cluster-token=counter",
                "--logger=zap",
                "--log-level=warn",
                // It keeps every version of the key: by default it would refuse writes after 2 GiB of them.
                "--quota-backend-bytes=8589934592",
                "--auto-compaction-mode=revision",
                "--auto-compaction-retention=1000"));
        if (!member.isDurable()) {
            words.add("--unsafe-no-fsync");
        }
        if (member.snapshotEntries() > 0) {
            words.add("--snapshot-count=" + member.snapshotEntries());
        }
        if (!member.electionTimeout().isZero()) {
            long millis = member.electionTimeout().toMillis();
            words.add("--election-timeout=" + millis);
            words.add("--heartbeat-interval=" + Math.max(1, millis / 10));
        }
        return List.copyOf(words);
    }

    static String clientUrl(String address) {
        return "http://" + address;
    }

    private static String peerUrl(String address) {
        int colon = address.lastIndexOf(':');
        int port = Integer.parseInt(address.substring(colon + 1));
        return "http://" + address.substring(0, colon + 1) + (port + PEER_PORT_DISTANCE);
    }

    private static String nameOf(int number) {
        return "n" + number;
    }
}
