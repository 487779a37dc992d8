package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.transport.rsocket.ClientRequest.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several commands, or several linearizable reads, in one request, and what became of each in one answer. Numbers are
 * big-endian. See {@code docs/protocol.md}.
 */
final class Batch {

    /** In one request. */
    static final int MOST_COUNT = 1_024;

    /** Of one request's data; what is larger alone is sent alone. */
    static final int MOST_BYTES = 128 * 1024;

    /** Of one answer's data, unless its first item alone takes more. */
    static final int MOST_ANSWER_BYTES = 1024 * 1024;

    private static final int SUBMIT = 1;
    private static final int READ = 2;

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int ALONE = 2;

    private static final int HEAD_BYTES = 1 + Integer.BYTES;

    private Batch() {}

    /** What became of one item. */
    sealed interface Answer {

        /** It was done, with this result. */
        record Done(Bytes result) implements Answer {}

        /** It was not done, or that is not known: a word, a space, and what people read, as in an application error. */
        record Failed(String text) implements Answer {}

        /** It may be done, but its result did not fit: to be asked for again, alone. */
        record Alone() implements Answer {}
    }

    /** How many bytes an item takes in a request. */
    static int bytesOf(ClientRequest item) {
        return HEAD_BYTES
                + (item.ticket() == null ? 0 : 2 * Long.BYTES)
                + item.data().length();
    }

    /** Encodes items that {@link #isBatchable may be}. */
    static ByteBuf encode(List<ClientRequest> items) {
        int length = items.stream().mapToInt(Batch::bytesOf).sum();
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer(length);
        for (ClientRequest item : items) {
            Ticket ticket = item.ticket();
            if (ticket == null) {
                out.writeByte(READ);
            } else {
                out.writeByte(SUBMIT).writeLong(ticket.session()).writeLong(ticket.packed());
            }
            out.writeInt(item.data().length()).writeBytes(item.data().buffer());
        }
        return out;
    }

    /** Whether it is a command with a ticket or a linearizable read, and small. */
    static boolean isBatchable(ClientRequest item) {
        boolean isCommand = item.operation() == Operation.SUBMIT && item.ticket() != null;
        boolean isRead = item.operation() == Operation.READ && item.index() < 0;
        return (isCommand || isRead) && bytesOf(item) <= MOST_BYTES / 4;
    }

    /**
     * Decodes untrusted items.
     *
     * @throws RaftException.Rejected if there are none, too many, or they are malformed; then none is looked at
     */
    static List<ClientRequest> decode(ByteBuf in) {
        List<ClientRequest> items = new ArrayList<>();
        while (in.isReadable()) {
            if (items.size() == MOST_COUNT) {
                throw new RaftException.Rejected("A batch takes at most " + MOST_COUNT + " items", null);
            }
            items.add(item(in));
        }
        if (items.isEmpty()) {
            throw new RaftException.Rejected("A batch has at least one item", null);
        }
        return items;
    }

    private static ClientRequest item(ByteBuf in) {
        try {
            int kind = in.readByte();
            Ticket ticket =
                    switch (kind) {
                        case SUBMIT -> Ticket.of(in.readLong(), in.readLong());
                        case READ -> null;
                        default -> throw new IllegalArgumentException("no kind of item: " + kind);
                    };
            Operation operation = ticket == null ? Operation.READ : Operation.SUBMIT;
            return new ClientRequest(operation, ticket, -1, bytes(in));
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new RaftException.Rejected("Malformed batch: " + malformed.getMessage(), malformed);
        }
    }

    /** Compares the length with what is there before it is used. */
    private static Bytes bytes(ByteBuf in) {
        int length = in.readInt();
        if (length < 0 || length > in.readableBytes()) {
            throw new IllegalArgumentException(length + " bytes are announced, " + in.readableBytes() + " are there");
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return Bytes.of(bytes);
    }

    /** Encodes what became of each item, in their order. */
    static ByteBuf encodeAnswers(Answer[] answers) {
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer();
        for (Answer answer : answers) {
            boolean isFirst = out.writerIndex() == 0;
            if (answer instanceof Answer.Done done
                    && (isFirst || out.writerIndex() + done.result().length() <= MOST_ANSWER_BYTES)) {
                out.writeByte(DONE)
                        .writeInt(done.result().length())
                        .writeBytes(done.result().buffer());
            } else if (answer instanceof Answer.Failed failed) {
                byte[] text = failed.text().getBytes(StandardCharsets.UTF_8);
                out.writeByte(FAILED).writeInt(text.length).writeBytes(text);
            } else {
                out.writeByte(ALONE).writeInt(0);
            }
        }
        return out;
    }

    /**
     * Decodes untrusted answers.
     *
     * @return null if they are not what {@code count} items can be answered with
     */
    static @Nullable List<Answer> decodeAnswers(ByteBuf in, int count) {
        List<Answer> answers = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                int kind = in.readByte();
                Bytes bytes = bytes(in);
                answers.add(
                        switch (kind) {
                            case DONE -> new Answer.Done(bytes);
                            case FAILED ->
                                new Answer.Failed(StandardCharsets.UTF_8
                                        .decode(bytes.buffer())
                                        .toString());
                            case ALONE -> new Answer.Alone();
                            default -> throw new IllegalArgumentException("no kind of answer: " + kind);
                        });
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return null;
        }
        return in.isReadable() ? null : answers;
    }
}
