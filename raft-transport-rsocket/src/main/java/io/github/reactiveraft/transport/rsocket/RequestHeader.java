package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whose request it is and for whom: behind the common start the names of cluster, group, sender and target.
 *
 * @param cluster the cluster's name
 * @param group the consensus group's name
 * @param sender who asks
 * @param target who is asked
 */
record RequestHeader(String cluster, String group, Sender sender, NodeId target) {

    /** What a node writes to one of its peers. */
    static RequestHeader of(LocalNode local, NodeId target) {
        return new RequestHeader(local.cluster(), local.group(), local.self(), target);
    }

    /** Reads what follows the start up to its lengths. */
    static RequestHeader read(FrameReader in) {
        Incarnation incarnation = in.incarnation("sender incarnation");
        String cluster = in.name("cluster");
        String group = in.name("group");
        return new RequestHeader(cluster, group, new Sender(in.node("sender"), incarnation), in.node("target"));
    }

    /** Encoded once per peer; type, lengths and checksum are filled in by each request. */
    byte[] bytes() {
        byte[] clusterName = cluster.getBytes(StandardCharsets.UTF_8);
        byte[] groupName = group.getBytes(StandardCharsets.UTF_8);
        byte[] senderName = Wire.nodeBytes(sender.node());
        byte[] targetName = Wire.nodeBytes(target);
        byte[] bytes = new byte
                [Wire.START_BYTES + 4 + clusterName.length + groupName.length + senderName.length + targetName.length];
        ByteBuf out = Unpooled.wrappedBuffer(bytes).clear();
        Wire.writeStart(out, 0, sender.incarnation());
        Wire.writeName(out, clusterName);
        Wire.writeName(out, groupName);
        Wire.writeName(out, senderName);
        Wire.writeName(out, targetName);
        return bytes;
    }

    /** Why the request is not for this node, or null if it is. */
    @Nullable
    Refused refusalBy(LocalNode local) {
        if (!cluster.equals(local.cluster())) {
            return refusal(Refused.Reason.CLUSTER, "cluster", local.cluster(), cluster);
        }
        if (!group.equals(local.group())) {
            return refusal(Refused.Reason.GROUP, "group", local.group(), group);
        }
        if (!target.equals(local.self().node())) {
            return refusal(Refused.Reason.TARGET, "node", local.self().node().value(), target.value());
        }
        return null;
    }

    private static Refused refusal(Refused.Reason reason, String what, String here, String meant) {
        return new Refused(
                reason,
                "This is " + what + " '" + here + "', the request is for '" + meant
                        + "': check the addresses of peers");
    }
}
