package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.RaftException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * One command, until it is definitely not done. All subscribers of the command's {@code Mono} share it; when the last of them leaves
 * before the command was taken, it is withdrawn.
 *
 * @param <R> what the state machine puts out
 */
public final class Submission<R> {

    private enum Stage {
        WAITING,
        TAKEN,
        /** Definitely not done: a new attempt may be made. */
        VOID
    }

    /** The stage and how many wait: one value, so that nobody joins what the last one is just withdrawing. */
    private record State(Stage stage, int waiterCount) {}

    private final AtomicReference<State> state;
    private final Mono<R> answer;

    private Submission(Stage first, Function<Submission<R>, Mono<R>> attempt) {
        this.state = new AtomicReference<>(new State(first, 0));
        this.answer = Mono.defer(() -> attempt.apply(this))
                .doOnError(this::ended)
                .cache()
                .doOnCancel(this::left);
    }

    /**
     * The {@code Mono} of one command: never executed twice, however often it is subscribed to.
     *
     * @param attempt tries once, and asks {@link #taken} right before it does what cannot be taken back
     */
    public static <R> Mono<R> once(Function<Submission<R>, Mono<R>> attempt) {
        AtomicReference<Submission<R>> latest = new AtomicReference<>(new Submission<>(Stage.VOID, attempt));
        return Mono.defer(() -> {
            Submission<R> current = Objects.requireNonNull(latest.get());
            while (!current.joined()) {
                latest.compareAndSet(current, new Submission<>(Stage.WAITING, attempt));
                current = Objects.requireNonNull(latest.get());
            }
            return current.answer;
        });
    }

    /**
     * The command is about to be sent; false if it was withdrawn, and nobody waits any more. What was sent once, and perhaps
     * taken, is not withdrawn any more: it may be sent again.
     */
    public boolean taken() {
        State after = state.updateAndGet(
                now -> now.stage() == Stage.WAITING ? new State(Stage.TAKEN, now.waiterCount()) : now);
        return after.stage() == Stage.TAKEN;
    }

    private void ended(Throwable cause) {
        if (cause instanceof RaftException failure && failure.isDefinitelyNotDone()) {
            state.set(new State(Stage.VOID, 0));
        }
    }

    /** Takes one more along, unless there is nothing to wait for. */
    private boolean joined() {
        State before = state.getAndUpdate(
                now -> now.stage() == Stage.VOID ? now : new State(now.stage(), now.waiterCount() + 1));
        return before.stage() != Stage.VOID;
    }

    private void left() {
        state.updateAndGet(now -> {
            int rest = now.waiterCount() - 1;
            return new State(rest == 0 && now.stage() == Stage.WAITING ? Stage.VOID : now.stage(), rest);
        });
    }
}
