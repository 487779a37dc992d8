package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.contract.StateMachineContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

class KvContractTest implements StateMachineContract<KvCommand, KvQuery, KvOutput> {

    private static final List<String> KEYS = List.of("a", "a/1", "a/2", "b", "I", "ı", "é", "key 😀");
    private static final List<String> VALUES = List.of("", "0", "1", "٣", "😀", "a longer value");

    @Override
    public StateMachine<KvCommand, KvQuery, KvOutput> machine() {
        return new KvStateMachine();
    }

    /** A second passes between two commands, so some of the times to live end before the key is written again. */
    @Override
    public Stream<KvCommand> commands(RandomGenerator random) {
        return Stream.generate(() -> command(random));
    }

    private static KvCommand command(RandomGenerator random) {
        String key = oneOf(KEYS, random);
        Optional<Duration> timeToLive =
                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(random.nextLong(1, 20)));
        return switch (random.nextInt(4)) {
            case 0 -> new KvCommand.Delete(key);
            case 1 -> {
                Optional<String> expected = Optional.of(oneOf(VALUES, random)).filter(value -> !value.isEmpty());
                yield new KvCommand.CompareAndSet(key, expected, oneOf(VALUES, random), timeToLive);
            }
            default -> new KvCommand.Put(key, oneOf(VALUES, random), timeToLive);
        };
    }

    private static String oneOf(List<String> texts, RandomGenerator random) {
        return texts.get(random.nextInt(texts.size()));
    }

    @Override
    public List<KvQuery> queries() {
        return List.of(
                new KvQuery.Get("a/1"),
                new KvQuery.Get("nobody writes this"),
                new KvQuery.List("", ""),
                new KvQuery.List("a/", "a/1"));
    }
}
