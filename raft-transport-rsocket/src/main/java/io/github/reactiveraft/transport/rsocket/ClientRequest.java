package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.rsocket.Payload;
import io.rsocket.metadata.CompositeMetadata;
import io.rsocket.metadata.CompositeMetadataCodec;
import io.rsocket.metadata.RoutingMetadata;
import io.rsocket.metadata.TaggingMetadataCodec;
import io.rsocket.metadata.WellKnownMimeType;
import io.rsocket.util.ByteBufPayload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client in another process asks for, as it travels: composite metadata with a route and perhaps a header, and data.
 * See {@code docs/protocol.md}; numbers are big-endian.
 *
 * @param operation what to do
 * @param ticket of which session's command, for {@link Operation#SUBMIT}
 * @param index what a state must have got to, for a local {@link Operation#READ}, -1 for a linearizable one; where a {@link
 *     Operation#WATCH} begins, -1 for now
 * @param data the command or query
 */
record ClientRequest(Operation operation, @Nullable Ticket ticket, long index, Bytes data) {

    static final String SETUP_MIME = WellKnownMimeType.MESSAGE_RSOCKET_COMPOSITE_METADATA.getString();
    static final String TICKET_MIME = "application/x.reactive-raft.ticket.v1";
    static final String INDEX_MIME = "application/x.reactive-raft.index.v1";

    private static final String ROUTE_MIME = WellKnownMimeType.MESSAGE_RSOCKET_ROUTING.getString();

    /** What clients may want; a route ends with its name. */
    enum Operation {
        SESSION,
        SUBMIT,
        READ,
        BATCH,
        WATCH,
        LEADERS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ClientRequest of(Operation operation) {
        return new ClientRequest(operation, null, -1, Bytes.empty());
    }

    /** Where requests for a cluster's group go; an operation's name follows. */
    static String prefix(String cluster, String group) {
        return "raft/v1/" + NodeId.of(cluster) + "/" + NodeId.of(group) + "/";
    }

    /** Several in one payload that is sent once. */
    static Payload batch(List<ClientRequest> items, String prefix) {
        return ByteBufPayload.create(Batch.encode(items), route(prefix, Operation.BATCH));
    }

    private static CompositeByteBuf route(String prefix, Operation operation) {
        ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
        CompositeByteBuf metadata = allocator.compositeBuffer();
        CompositeMetadataCodec.encodeAndAddMetadata(
                metadata,
                allocator,
                WellKnownMimeType.MESSAGE_RSOCKET_ROUTING,
                TaggingMetadataCodec.createTaggingContent(allocator, List.of(prefix + operation.word())));
        return metadata;
    }

    /** A payload that is sent once. */
    Payload payload(String prefix) {
        ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
        CompositeByteBuf metadata = route(prefix, operation);
        Ticket own = ticket;
        if (own != null) {
            ByteBuf header =
                    allocator.buffer(2 * Long.BYTES).writeLong(own.session()).writeLong(own.packed());
            CompositeMetadataCodec.encodeAndAddMetadata(metadata, allocator, TICKET_MIME, header);
        }
        if (index >= 0) {
            ByteBuf header = allocator.buffer(Long.BYTES).writeLong(index);
            CompositeMetadataCodec.encodeAndAddMetadata(metadata, allocator, INDEX_MIME, header);
        }
        return ByteBufPayload.create(Unpooled.wrappedBuffer(data.buffer()), metadata);
    }

    /**
     * Reads an untrusted request, which stays the caller's to release.
     *
     * @throws RaftException.Rejected if it is none for this cluster and group
     */
    static ClientRequest read(Payload payload, String prefix, int maxBytes) {
        try {
            return readMetadata(payload, prefix, maxBytes);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException malformed) {
            throw new RaftException.Rejected("Malformed metadata: " + malformed.getMessage(), malformed);
        }
    }

    private static ClientRequest readMetadata(Payload payload, String prefix, int maxBytes) {
        Operation operation = null;
        Ticket ticket = null;
        long index = -1;
        for (CompositeMetadata.Entry entry : new CompositeMetadata(payload.sliceMetadata(), false)) {
            String mime = Objects.requireNonNullElse(entry.getMimeType(), "");
            ByteBuf content = entry.getContent();
            switch (mime) {
                case TICKET_MIME -> {
                    requireLength(mime, content, 2 * Long.BYTES);
                    ticket = Ticket.of(content.readLong(), content.readLong());
                }
                case INDEX_MIME -> {
                    requireLength(mime, content, Long.BYTES);
                    index = Math.max(0, content.readLong());
                }
                default -> operation = mime.equals(ROUTE_MIME) ? operation(content, prefix) : operation;
            }
        }
        if (operation == null) {
            throw new RaftException.Rejected("No route: send composite metadata with one of " + prefix + words(), null);
        }
        int most = operation == Operation.BATCH ? Math.max(maxBytes, Batch.MOST_BYTES) : maxBytes;
        if (payload.sliceData().readableBytes() > most) {
            throw new RaftException.Rejected(
                    "Takes " + payload.sliceData().readableBytes() + " bytes, more than the " + most + " allowed",
                    null);
        }
        return new ClientRequest(operation, ticket, index, Wire.copyOf(payload.sliceData()));
    }

    private static void requireLength(String mime, ByteBuf content, int length) {
        if (content.readableBytes() != length) {
            throw new IllegalArgumentException(
                    mime + " takes " + length + " bytes, but has " + content.readableBytes());
        }
    }

    private static Operation operation(ByteBuf content, String prefix) {
        String route = "";
        for (String tag : new RoutingMetadata(content)) {
            route = tag;
            break;
        }
        for (Operation operation : Operation.values()) {
            if (route.equals(prefix + operation.word())) {
                return operation;
            }
        }
        throw new RaftException.Rejected("No such route here; there are " + prefix + words(), null);
    }

    private static List<String> words() {
        return Arrays.stream(Operation.values()).map(Operation::word).toList();
    }
}
