package io.github.reactiveraft.benchmarks.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;

/** The protocols of a channel, members' and clients' alike: what jgroups-raft ships for UDP, with TCP below. */
final class Stack {

    private static final long CREDITS = 10_000_000;

    private Stack() {}

    /** A channel of this Raft, not connected yet; of a member if its name is one of theirs. */
    static JChannel channel(RAFT raft, List<String> addresses, InetSocketAddress own, Duration electionTimeout)
            throws Exception {
        // Without delay, or every larger write waits for 40 ms.
        TCP tcp = new TCP();
        tcp.tcpNodelay(true).setBindAddress(own.getAddress()).setBindPort(own.getPort());
        tcp.setPortRange(0);
        TCPPING discovery = new TCPPING();
        discovery.setInitialHosts(addresses.stream().map(Stack::socketAddress).toList());
        discovery.setPortRange(0);
        FD_ALL3 heartbeats = new FD_ALL3();
        VERIFY_SUSPECT verification = new VERIFY_SUSPECT();
        ELECTION election = new ELECTION();
        if (!electionTimeout.isZero()) {
            // A leader is gone when its connection is, and nobody hears of it for so long.
            long millis = electionTimeout.toMillis();
            heartbeats.setTimeout(2 * millis).setInterval(Math.max(1, millis / 5));
            verification.setTimeout(millis);
            election.voteTimeout(millis);
        }
        raft.members(names(addresses.size()));
        JChannel channel = new JChannel(
                tcp,
                discovery,
                // Members that start at the same time may found a group each; by default it takes them 30 s to find
                // out.
                new MERGE3().setMinInterval(1_000).setMaxInterval(3_000),
                new FD_SOCK(),
                heartbeats,
                verification,
                new NAKACK2().useMcastXmit(false),
                new UNICAST3(),
                new STABLE(),
                new NO_DUPES(),
                new GMS().printLocalAddress(false),
                new UFC().setMaxCredits(CREDITS),
                new MFC().setMaxCredits(CREDITS),
                new FRAG4(),
                election,
                raft,
                new REDIRECT());
        // It would answer anybody's questions over multicast.
        tcp.getDiagnosticsHandler().setEnabled(false);
        return channel;
    }

    static InetSocketAddress socketAddress(String address) {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    static String nameOf(int member) {
        return "n" + member;
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(Stack::nameOf).toList();
    }
}
