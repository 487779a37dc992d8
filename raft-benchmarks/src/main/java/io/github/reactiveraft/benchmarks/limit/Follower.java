package io.github.reactiveraft.benchmarks.limit;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Writes what it is sent, and says so when it is on disk. */
final class Follower {

    private final @Nullable DiskWriter disk;

    /** @param disk none if it keeps nothing */
    Follower(@Nullable DiskWriter disk) {
        this.disk = disk;
    }

    Mono<ByteBuf> answer(ByteBuf request) {
        byte kind = request.readByte();
        DiskWriter writer = disk;
        if (kind == Requests.APPEND && writer != null) {
            return Mono.create(sink -> writer.add(request, () -> sink.success(Sockets.nothing())));
        }
        request.release();
        return kind == Requests.APPEND || kind == Requests.ECHO
                ? Mono.just(Sockets.nothing())
                : Mono.error(new IllegalStateException("Only the first member leads"));
    }
}
