package io.github.reactiveraft.benchmarks.limit;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.ClientSpec;
import io.github.reactiveraft.benchmarks.system.MeasuredSystem;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import io.netty.buffer.ByteBuf;
import io.rsocket.RSocket;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The first member leads, always. Each command and each read is a request. */
public class Limit implements MeasuredSystem {

    private final String name;
    private final boolean isBatching;

    /** Made by the service loader. */
    public Limit() {
        this("limit", false);
    }

    /** @param isBatching whether a client sends as one what comes together */
    Limit(String name, boolean isBatching) {
        this.name = name;
        this.isBatching = isBatching;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RunningMember serve(MemberSpec member) {
        Sockets sockets = new Sockets();
        DiskWriter disk = member.isDurable() ? new DiskWriter(member.directory(), sockets.loop()) : null;
        boolean isLeader = member.number() == 0;
        Function<ByteBuf, Mono<ByteBuf>> answer =
                isLeader ? leader(member, sockets, disk)::answer : new Follower(disk)::answer;
        sockets.bind(member.addresses().get(member.number()), answer);
        return new Member(isLeader, isBatching, sockets, answer, disk);
    }

    private static Leader leader(MemberSpec member, Sockets sockets, @Nullable DiskWriter disk) {
        List<String> others = member.addresses().subList(1, member.addresses().size());
        return new Leader(
                disk,
                Objects.requireNonNull(Flux.fromIterable(others)
                        .flatMapSequential(sockets::connect)
                        .collectList()
                        .block()));
    }

    @Override
    public Caller connect(ClientSpec client) {
        Sockets sockets = new Sockets();
        RSocket leader = Objects.requireNonNull(
                sockets.connect(client.addresses().get(0)).block());
        return new LimitCaller(request -> Sockets.ask(leader, request), isBatching, leader::dispose);
    }

    private record Member(
            boolean isLeader,
            boolean isBatching,
            Sockets sockets,
            Function<ByteBuf, Mono<ByteBuf>> answer,
            @Nullable DiskWriter disk)
            implements RunningMember {

        @Override
        public Caller embedded() {
            return new LimitCaller(
                    request -> Mono.defer(() -> answer.apply(request))
                            .subscribeOn(Schedulers.fromExecutor(sockets.loop())),
                    isBatching,
                    () -> {});
        }

        @Override
        public long forceCount() {
            return disk == null ? 0 : disk.forceCount();
        }
    }
}
