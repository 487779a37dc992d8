package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Delete;
import io.github.reactiveraft.examples.kv.KvCommand.Put;
import io.github.reactiveraft.examples.kv.KvQuery.Get;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a person typed. */
sealed interface Line {

    /** Every line there is, as messages show it; {@code -} stands for a key that is absent. */
    String USAGE = "put KEY VALUE [TTL_SECONDS] | cas KEY EXPECTED|- NEW [TTL_SECONDS] | get KEY | list [PREFIX]"
            + " | delete KEY | watch [PREFIX] | quit";

    /** For the leader. */
    record Submit(KvCommand command) implements Line {}

    /** For whoever is asked. */
    record Read(KvQuery query) implements Line {}

    /** Until the end. */
    record Watch(String prefix) implements Line {}

    /** The end. */
    record Quit() implements Line {}

    /**
     * Takes a line apart at its blanks.
     *
     * @throws IllegalArgumentException with what to write instead
     */
    static Line parse(String text) {
        List<String> words = List.of(text.strip().split("\\s+", -1));
        int count = words.size();
        switch (words.get(0)) {
            case "put" -> {
                require(count == 3 || count == 4);
                return new Submit(new Put(words.get(1), words.get(2), timeToLive(words, 3)));
            }
            case "cas" -> {
                require(count == 4 || count == 5);
                Optional<String> expected = Optional.of(words.get(2)).filter(word -> !word.equals("-"));
                return new Submit(new CompareAndSet(words.get(1), expected, words.get(3), timeToLive(words, 4)));
            }
            case "get" -> {
                require(count == 2);
                return new Read(new Get(words.get(1)));
            }
            case "list" -> {
                require(count <= 2);
                return new Read(new KvQuery.List(count == 2 ? words.get(1) : "", ""));
            }
            case "delete" -> {
                require(count == 2);
                return new Submit(new Delete(words.get(1)));
            }
            case "watch" -> {
                require(count <= 2);
                return new Watch(count == 2 ? words.get(1) : "");
            }
            case "quit" -> {
                require(count == 1);
                return new Quit();
            }
            default -> throw usage();
        }
    }

    private static Optional<Duration> timeToLive(List<String> words, int at) {
        if (words.size() == at) {
            return Optional.empty();
        }
        String seconds = words.get(at);
        if (!seconds.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("TTL_SECONDS takes a whole number, as in 60, but is " + seconds);
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static void require(boolean isRightCount) {
        if (!isRightCount) {
            throw usage();
        }
    }

    private static IllegalArgumentException usage() {
        return new IllegalArgumentException("Write " + USAGE);
    }
}
