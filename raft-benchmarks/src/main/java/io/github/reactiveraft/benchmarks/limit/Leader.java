package io.github.reactiveraft.benchmarks.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.RSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Has everything written by a majority, then adds it up. On the event loop alone. */
final class Leader {

    private static final int MOST_UNDER_WAY = 8;
    private static final int MOST_BYTES = 256 * 1024;

    private final @Nullable DiskWriter disk;
    private final List<Peer> peers;
    private final Tail tail = new Tail();
    private final Queue<Batch> batches = new ArrayDeque<>();
    private long written;
    private long committed;
    private long sum;
    private List<Reads> readsUnderWay = new ArrayList<>();
    private List<Reads> readsWaiting = new ArrayList<>();

    /** Commands of one request: where they end in the log, and who waits for them. */
    private record Batch(ByteBuf commands, long end, MonoSink<ByteBuf> sink) {}

    private record Reads(int count, MonoSink<ByteBuf> sink) {}

    Leader(@Nullable DiskWriter disk, List<RSocket> followers) {
        this.disk = disk;
        this.peers = followers.stream().map(Peer::new).toList();
    }

    Mono<ByteBuf> answer(ByteBuf request) {
        return request.readByte() == Requests.WRITE
                ? Mono.create(sink -> write(request, sink))
                : Mono.create(sink -> read(request, sink));
    }

    private void write(ByteBuf commands, MonoSink<ByteBuf> sink) {
        long end = tail.add(commands);
        batches.add(new Batch(commands.retainedDuplicate(), end, sink));
        if (disk == null) {
            written = end;
        } else {
            disk.add(commands.retainedDuplicate(), () -> {
                written = end;
                advance();
            });
        }
        peers.forEach(Peer::send);
    }

    private void advance() {
        long[] ends = new long[peers.size() + 1];
        ends[0] = written;
        for (int i = 0; i < peers.size(); i++) {
            ends[i + 1] = peers.get(i).acknowledged;
        }
        Arrays.sort(ends);
        committed = ends[ends.length / 2];
        tail.forget(ends[0]);
        for (Batch first = batches.peek(); first != null && first.end() <= committed; first = batches.peek()) {
            batches.remove();
            first.sink().success(apply(first.commands()));
        }
    }

    private ByteBuf apply(ByteBuf commands) {
        ByteBuf sums = ByteBufAllocator.DEFAULT.directBuffer();
        while (commands.isReadable()) {
            int length = commands.readInt();
            sum += commands.getLong(commands.readerIndex());
            commands.skipBytes(length);
            sums.writeLong(sum);
        }
        commands.release();
        return sums;
    }

    /** Reads that come while a majority is being asked are asked for together afterwards. */
    private void read(ByteBuf request, MonoSink<ByteBuf> sink) {
        readsWaiting.add(new Reads(request.readInt(), sink));
        request.release();
        if (readsUnderWay.isEmpty()) {
            beginRound();
        }
    }

    private void beginRound() {
        List<Reads> round = readsWaiting;
        readsWaiting = new ArrayList<>();
        readsUnderWay = round;
        peers.forEach(peer -> peer.echo(() -> confirmed(round)));
    }

    private void confirmed(List<Reads> round) {
        if (round != readsUnderWay) {
            return;
        }
        readsUnderWay = new ArrayList<>();
        for (Reads reads : round) {
            ByteBuf sums = ByteBufAllocator.DEFAULT.directBuffer(reads.count() * Long.BYTES);
            for (int i = 0; i < reads.count(); i++) {
                sums.writeLong(sum);
            }
            reads.sink().success(sums);
        }
        if (!readsWaiting.isEmpty() && readsUnderWay.isEmpty()) {
            beginRound();
        }
    }

    /** How far a follower is. */
    private final class Peer {

        private final RSocket socket;
        private long sent;
        private long acknowledged;
        private int underWay;

        private Peer(RSocket socket) {
            this.socket = socket;
        }

        /** Sends what there is; what comes while enough is under way goes together. */
        private void send() {
            while (underWay < MOST_UNDER_WAY && sent < tail.end()) {
                ByteBuf request = tail.copy(Tail.head(Requests.APPEND), sent, MOST_BYTES);
                long end = sent + request.readableBytes() - 1;
                sent = end;
                underWay++;
                Sockets.ask(socket, request).subscribe(answer -> {
                    answer.release();
                    underWay--;
                    acknowledged = Math.max(acknowledged, end);
                    advance();
                    send();
                });
            }
        }

        private void echo(Runnable whenAnswered) {
            Sockets.ask(socket, Requests.echo()).subscribe(answer -> {
                answer.release();
                whenAnswered.run();
            });
        }
    }
}
