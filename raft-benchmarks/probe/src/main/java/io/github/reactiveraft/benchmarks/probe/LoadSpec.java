package io.github.reactiveraft.benchmarks.probe;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A load and how long it is measured.
 *
 * @param mode what is called
 * @param payload bytes of a command, 8 and more
 * @param inFlight how many calls are under way at a time; with a rate, at most
 * @param warmUp how long it goes on before it is measured
 * @param time how long it is measured
 * @param rate how many calls are begun in a second, whether or not others have ended; 0 for each as soon as another has ended
 * @param pause how long to wait before what failed is called again
 */
public record LoadSpec(
        Mode mode, int payload, int inFlight, Duration warmUp, Duration time, long rate, Duration pause) {

    private static final Duration USUAL_PAUSE = Duration.ofMillis(10);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public LoadSpec {
        if (payload < Long.BYTES || inFlight < 1 || rate < 0 || warmUp.isNegative() || time.isNegative()) {
            throw new IllegalArgumentException(
                    "A payload takes 8 bytes and more, one call is in flight or more: payload=" + payload + " inflight="
                            + inFlight + " rate=" + rate);
        }
    }

    /** Each call as soon as another has ended. */
    public static LoadSpec closed(Mode mode, int payload, int inFlight, Duration warmUp, Duration time) {
        return new LoadSpec(mode, payload, inFlight, warmUp, time, 0, USUAL_PAUSE);
    }

    /** This load with another rate. */
    public LoadSpec withRate(long perSecond) {
        return new LoadSpec(mode, payload, inFlight, warmUp, time, perSecond, pause);
    }

    /** This load with another pause. */
    public LoadSpec withPause(Duration other) {
        return new LoadSpec(mode, payload, inFlight, warmUp, time, rate, other);
    }

    /** Reads what {@link #words} made. */
    public static LoadSpec of(Words words) {
        return new LoadSpec(
                Mode.of(words.text("mode")),
                Math.toIntExact(words.number("payload")),
                Math.toIntExact(words.number("inflight")),
                Duration.ofMillis(words.number("warmup")),
                Duration.ofMillis(words.number("time")),
                words.number("rate"),
                Duration.ofMillis(words.number("pause")));
    }

    /** How a process is told; durations are milliseconds. */
    public Words words(String first) {
        return Words.of(first)
                .with("mode", mode.word())
                .with("payload", payload)
                .with("inflight", inFlight)
                .with("warmup", warmUp.toMillis())
                .with("time", time.toMillis())
                .with("rate", rate)
                .with("pause", pause.toMillis());
    }

    /** The command: adds one; the rest is ballast that does not compress. */
    byte[] command() {
        byte[] command = new byte[payload];
        long bits = 1;
        for (int i = Long.BYTES; i < payload; i++) {
            bits = bits * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            command[i] = (byte) (bits >>> 56);
        }
        ByteBuffer.wrap(command).putLong(1);
        return command;
    }
}
