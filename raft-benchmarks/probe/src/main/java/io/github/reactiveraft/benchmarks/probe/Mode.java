package io.github.reactiveraft.benchmarks.probe;

import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.util.Arrays;

/** What is called. */
public enum Mode {
    /** Commands. */
    WRITE("write"),
    /** Linearizable reads. */
    READ("read"),
    /** Linearizable reads that a follower answers. */
    FOLLOWER_READ("follower-read");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /**
     * The mode of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Mode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No mode: " + word));
    }

    /** Its name on command lines. */
    public String word() {
        return word;
    }

    void call(Caller caller, byte[] command, Completion completion) {
        switch (this) {
            case WRITE -> caller.write(command, completion);
            case READ -> caller.read(completion);
            case FOLLOWER_READ -> caller.readFromFollower(completion);
        }
    }
}
