package io.github.reactiveraft.test.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.reactiveraft.api.StateMachine;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What a test of a state machine gives to its contract. */
interface StateMachineUnderTest<C, Q, R> {

    /** A state machine that nothing was applied to, a new one at every call. */
    StateMachine<C, Q, R> machine();

    /**
     * Commands of every kind, the rare and the nonsensical ones too; may be endless, the first {@link #commandCount} are
     * taken.
     *
     * @param random where chance is to come from, so that a failure can be repeated
     */
    Stream<C> commands(RandomGenerator random);

    /** Queries of every kind. */
    List<Q> queries();

    /** How many commands are applied, default 500. */
    default int commandCount() {
        return 500;
    }

    /** The seed of {@link #commands}, default 1. */
    default long commandSeed() {
        return 1;
    }

    /** The commands that are taken. */
    static <C> List<C> commandsOf(StateMachineUnderTest<C, ?, ?> test) {
        List<C> commands = test.commands(new SplittableRandom(test.commandSeed()))
                .limit(test.commandCount())
                .toList();
        assertFalse(commands.isEmpty(), "commands() gives none");
        return commands;
    }
}
