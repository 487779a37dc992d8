package io.github.reactiveraft.benchmarks.etcd;

import io.github.reactiveraft.benchmarks.rivals.Daemons;
import io.github.reactiveraft.benchmarks.rivals.LeaderFinder;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that goes to the leader directly, which is faster than by way of another member. */
final class RemoteCaller implements Caller {

    /** Its default is a thread for each call that is being sent. */
    private final ExecutorService executor =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Daemons.named("calls"));

    private final List<Endpoint> members;
    private final LeaderFinder<Endpoint> finder = new LeaderFinder<>(this::askMembers);
    private final AtomicInteger turn = new AtomicInteger();

    RemoteCaller(List<String> addresses) {
        members = addresses.stream()
                .map(address -> new Endpoint(address, executor))
                .toList();
    }

    @Override
    public void write(byte[] command, Completion completion) {
        Endpoint leader = finder.leader();
        if (leader == null) {
            byte[] copy = command.clone();
            finder.await(found -> put(found, copy, completion), completion::failed);
        } else {
            put(leader, command, completion);
        }
    }

    @Override
    public void read(Completion completion) {
        Endpoint leader = finder.leader();
        if (leader == null) {
            finder.await(found -> get(found, completion), completion::failed);
        } else {
            get(leader, completion);
        }
    }

    @Override
    public void readFromFollower(Completion completion) {
        Endpoint next = next();
        Endpoint follower = next.equals(finder.leader()) ? next() : next;
        follower.get(completion, completion::failed);
    }

    @Override
    public void close() {
        finder.close();
        members.forEach(Endpoint::close);
        executor.shutdown();
    }

    private void put(Endpoint leader, byte[] command, Completion completion) {
        leader.put(command, completion, lostBefore(leader, completion));
    }

    private void get(Endpoint leader, Completion completion) {
        leader.get(completion, lostBefore(leader, completion));
    }

    /** It may have been done, so it is not tried again; but what comes next looks for a leader first. */
    private Consumer<Throwable> lostBefore(Endpoint leader, Completion completion) {
        return error -> {
            finder.lost(leader);
            completion.failed(error);
        };
    }

    private @Nullable Endpoint askMembers() {
        return members.stream().filter(Endpoint::isLeader).findFirst().orElse(null);
    }

    private Endpoint next() {
        return members.get(Math.floorMod(turn.getAndIncrement(), members.size()));
    }
}
