package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A client that watches and goes on where it was: on another member after a crash or an end, and now and then for no reason; behind
 * a state that it reads if it is told that changes are gone. Whatever members it meets, it must see the commands of the
 * committed log one after the other, but for those that are in such a state.
 */
final class Watcher {

    private static final Duration LOOK = Duration.ofMillis(100);
    /** A slow watcher takes one change in so many looks: two a second, less than the laziest clients write. */
    private static final int SLOW_LOOK_COUNT = 5;
    /** The mean number of looks before it goes elsewhere for no reason. */
    private static final int STAY_LOOK_COUNT = 30;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster;
    private final boolean isSlow;
    private final Scheduler world;
    private final RandomGenerator random;
    private int member;
    private @Nullable RaftNode<RegisterWrite, Integer, RegisterAnswer> watched;
    private @Nullable Watch watch;
    private boolean isSettled;
    private boolean isStateWanted;
    private boolean isReading;
    /** The index behind the last one that everything was seen of. */
    private long next = 1;
    /** How many commands were seen, or are in the state that was read. */
    private int place;
    /** How many changes were seen of the command behind those. */
    private int part;

    /** @param number tells it from others, from 1 */
    Watcher(SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster, int number, boolean isSlow) {
        this.cluster = cluster;
        this.isSlow = isSlow;
        this.world = cluster.simulation().scheduler();
        this.random = cluster.simulation().random("watcher " + number);
        this.member = number % cluster.size();
    }

    /** Goes on until nobody wants it any more. */
    Mono<Void> run() {
        return Flux.interval(LOOK, world).doOnNext(this::look).then();
    }

    /** From now on it takes whatever comes, and stays where it is as long as that is possible. */
    void settle() {
        isSettled = true;
    }

    /** How many commands it has seen, or were in a state that it read. */
    int seenCount() {
        return place;
    }

    /** Whether it has seen everything that there is. */
    boolean isCaughtUp() {
        return place == commands().size();
    }

    private void look(long number) {
        if (isReading) {
            return;
        }
        Watch current = watch;
        if (!isAlive()) {
            isStateWanted = false;
            move();
        } else if (isStateWanted) {
            isStateWanted = false;
            readState();
        } else if (current == null || current.isDisposed() || (!isSettled && random.nextInt(STAY_LOOK_COUNT) == 0)) {
            move();
        } else if (isSlow && (isSettled || number % SLOW_LOOK_COUNT == 0)) {
            current.request(isSettled ? Long.MAX_VALUE : 1);
        }
    }

    /** Nobody tells a client of a process that it was killed. */
    private boolean isAlive() {
        return watched != null && cluster.node(member).orElse(null) == watched && !isLost(member);
    }

    /** Of a member that lost its data nobody writes down what it applies, so there is nothing to compare with. */
    private boolean isLost(int node) {
        return cluster.checks().isLost(cluster.id(node));
    }

    /** To another member if there is one, else to the same one again. */
    private void move() {
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
        List<Integer> others = IntStream.range(0, cluster.size())
                .filter(node -> cluster.node(node).isPresent() && !isLost(node))
                .filter(node -> node != member || watched == null)
                .boxed()
                .toList();
        if (!others.isEmpty()) {
            member = others.get(random.nextInt(others.size()));
        }
        watched = isLost(member) ? null : cluster.node(member).orElse(null);
        begin();
    }

    private void begin() {
        part = 0;
        if (watched != null) {
            Watch fresh = new Watch();
            watch = fresh;
            watched.watch(next).subscribe(fresh);
        }
    }

    private void readState() {
        RaftNode<RegisterWrite, Integer, RegisterAnswer> node = watched;
        if (node == null) {
            return;
        }
        isReading = true;
        ReadToken token = ReadToken.at(next - 1);
        int key = random.nextInt(2);
        node.read(key, ReadMode.local(token))
                .publishOn(world)
                .timeout(PATIENCE, world)
                .doFinally(end -> isReading = false)
                .subscribe(answer -> goOn(token.index(), key, answer), this::readFailed);
    }

    private void readFailed(Throwable failure) {
        if (failure instanceof AssertionError) {
            cluster.simulation().fail(failure);
        } else {
            move();
        }
    }

    /** The token must belong to the very state that was read. */
    private void goOn(long index, int key, RegisterAnswer answer) {
        if (!isAlive()) {
            return;
        }
        int count = executedUpTo(index);
        Finding.unless(
                index >= next - 1 && count >= place,
                () -> "A state that " + this + " reads goes back to index " + index);
        RegisterMachine machine = new RegisterMachine();
        commands().subList(0, count).stream()
                .filter(write -> write.key() == key)
                .forEach(machine::apply);
        Finding.unless(
                machine.query(key).equals(answer),
                () -> "A state that " + this + " reads, said to be as of index " + index + ", has " + answer + " in k"
                        + key + " where the log has " + machine.query(key));
        place = count;
        next = index + 1;
        begin();
    }

    private int executedUpTo(long index) {
        Finding.unless(
                index <= cluster.checks().committed().lastIndex(),
                () -> this + " sees index " + index + ", which is not committed");
        return (int) cluster.checks().executedUpTo(index);
    }

    /** What was executed, as far as any member has got. */
    private List<RegisterWrite> commands() {
        return IntStream.range(0, cluster.size())
                .mapToObj(cluster::applied)
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private void seen(Change<RegisterAnswer> change) {
        long index = change.index();
        int known = place;
        Finding.unless(
                executedUpTo(index) == known + 1 && executedUpTo(index - 1) == known,
                () -> this + " sees " + change + ", which does not follow command " + known);
        List<RegisterAnswer> expected =
                RegisterMachine.changes(commands().get(known), change.value().isDone());
        Finding.unless(
                change.value().equals(expected.get(part)),
                () -> this + " sees " + change + " where " + expected + " is due, after " + part + " of those");
        part++;
        if (part == expected.size()) {
            part = 0;
            place++;
            next = index + 1;
        }
    }

    /** For findings. */
    @Override
    public String toString() {
        return "a " + (isSlow ? "slow" : "fast") + " watcher of " + cluster.id(member) + " that has seen " + place
                + " commands and goes on with index " + next;
    }

    private final class Watch extends BaseSubscriber<Change<RegisterAnswer>> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(isSlow ? 1 : Long.MAX_VALUE);
        }

        @Override
        protected void hookOnNext(Change<RegisterAnswer> change) {
            if (watch == this && !isLost(member)) {
                seen(change);
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            if (watch != this) {
                return;
            }
            if (failure instanceof RaftException.Compacted compacted) {
                Finding.unless(
                        compacted.availableFrom() > next,
                        () -> Watcher.this + " is refused what is there: " + compacted.getMessage());
                isStateWanted = true;
                if (isSlow) {
                    cluster.faults().onFault(Fault.SLOW_CONSUMER, cluster.id(member));
                }
            } else if (failure instanceof RaftException.Overloaded || !(failure instanceof RaftException)) {
                cluster.simulation().fail(failure);
            }
        }
    }
}
