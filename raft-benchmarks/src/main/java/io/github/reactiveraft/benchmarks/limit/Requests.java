package io.github.reactiveraft.benchmarks.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** What is sent: a byte that says what it is, then the rest. Answers are numbers of eight bytes. */
final class Requests {

    /** Commands: the length of each in four bytes, and the command. Answered with the sum behind each. */
    static final byte WRITE = 0;

    /** Reads: how many, in four bytes. Answered with the sum, once a majority has answered. */
    static final byte READ = 1;

    /** From the leader: more of the log, from an offset on. Answered with nothing once it is on disk. */
    static final byte APPEND = 2;

    /** From the leader: whether anybody is there. */
    static final byte ECHO = 3;

    private Requests() {}

    static ByteBuf write(List<LimitCaller.Call> calls, int bytes) {
        ByteBuf request = ByteBufAllocator.DEFAULT.directBuffer(1 + bytes).writeByte(WRITE);
        for (LimitCaller.Call call : calls) {
            request.writeInt(call.command().length).writeBytes(call.command());
        }
        return request;
    }

    static ByteBuf read(int count) {
        return ByteBufAllocator.DEFAULT
                .directBuffer(1 + Integer.BYTES)
                .writeByte(READ)
                .writeInt(count);
    }

    static ByteBuf echo() {
        return ByteBufAllocator.DEFAULT.directBuffer(1).writeByte(ECHO);
    }
}
