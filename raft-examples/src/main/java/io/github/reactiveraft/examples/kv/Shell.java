package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Delete;
import io.github.reactiveraft.examples.kv.KvCommand.Put;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.examples.kv.KvOutput.Entries;
import io.github.reactiveraft.examples.kv.KvOutput.KeyChange;
import io.github.reactiveraft.examples.kv.KvOutput.Removed;
import io.github.reactiveraft.examples.kv.KvOutput.Stored;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers lines with lines: one for each command, key or change. Errors are lines, too. */
final class Shell {

    private final RaftNode<KvCommand, KvQuery, KvOutput> node;

    Shell(RaftNode<KvCommand, KvQuery, KvOutput> node) {
        this.node = node;
    }

    /** Endless for a watch. Signals on the node's loop. */
    Flux<String> answer(Line line) {
        return answers(line).onErrorResume(RaftException.class, failure -> Mono.just(text(failure)));
    }

    private Flux<String> answers(Line line) {
        if (line instanceof Line.Submit submit) {
            return node.submit(submit.command())
                    .cast(Done.class)
                    .map(done -> text(submit.command(), done))
                    .flux();
        }
        if (line instanceof Line.Watch watch) {
            return KvWatch.prefix(node, watch.prefix())
                    .map(Shell::text)
                    .onErrorResume(RaftException.class, end -> Mono.just("Watch again: " + end.getMessage()));
        }
        if (line instanceof Line.Read read) {
            return read.query() instanceof KvQuery.List list ? list(list) : get(read.query());
        }
        return Flux.empty();
    }

    private Flux<String> get(KvQuery query) {
        return node.read(query)
                .cast(Value.class)
                .map(found -> found.value()
                        .map(value -> value + " (version " + found.version() + ")")
                        .orElse("absent"))
                .flux();
    }

    /** Each page is a read of its own: what is written meanwhile may be in it or not. */
    private Flux<String> list(KvQuery.List first) {
        return page(first)
                .expand(page ->
                        page.isComplete() ? Mono.empty() : page(new KvQuery.List(first.prefix(), lastKey(page))))
                .concatMapIterable(Entries::entries)
                .map(Shell::text)
                .defaultIfEmpty("no keys");
    }

    private Mono<Entries> page(KvQuery.List query) {
        return node.read(query).cast(Entries.class);
    }

    private static String lastKey(Entries page) {
        return page.entries().get(page.entries().size() - 1).key();
    }

    private static String text(KvCommand command, Done done) {
        String before = done.before().map(value -> "it held " + value).orElse("it was absent");
        if (!done.isDone()) {
            return command.key() + " unchanged: " + before;
        }
        String what = command instanceof Delete ? " deleted" : " stored (version " + done.version() + ")";
        return command.key() + what + ": " + before + end(command);
    }

    /** Said because a person who waits and looks will see no key expire. */
    private static String end(KvCommand command) {
        Optional<Duration> timeToLive = Optional.empty();
        if (command instanceof Put put) {
            timeToLive = put.timeToLive();
        } else if (command instanceof CompareAndSet swap) {
            timeToLive = swap.timeToLive();
        }
        return timeToLive
                .map(time -> "; goes with the first command after " + time.toSeconds() + " s")
                .orElse("");
    }

    private static String text(KeyChange change) {
        if (change instanceof Stored stored) {
            return stored.key() + " = " + stored.value() + " (version " + stored.version() + ")";
        }
        boolean isExpired = change instanceof Removed removed && removed.isExpired();
        return change.key() + (isExpired ? " expired" : " deleted") + " (version " + change.version() + ")";
    }

    private static String text(RaftException failure) {
        return failure.isDefinitelyNotDone()
                ? "Not done: " + failure.getMessage()
                : "It may be done, now or later: get the key before you write that again (" + failure.getMessage()
                        + ")";
    }
}
