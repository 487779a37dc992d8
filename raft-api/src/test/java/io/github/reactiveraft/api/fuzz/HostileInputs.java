package io.github.reactiveraft.api.fuzz;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Feeds a decoder with damaged input, much of it with checksums as if it had been meant like that, for else nothing behind
 * the checksums is ever reached. A decoder returns, or throws the one exception that says the input is no good; and takes
 * no more memory than the input explains.
 */
public final class HostileInputs {

    /** How many there are in a usual test run; {@code -Dfuzz.inputs} says otherwise. */
    public static final int COUNT = 10_000;

    private final Trials trials;
    private final List<byte[]> valid;
    private final Sealer sealer;
    private final Class<? extends RuntimeException> refusal;
    private final long fixedBytes;
    private final int bytesEach;

    /** What is tested. */
    public interface Decoder {
        /** Reads an input, which is its own. */
        void decode(byte[] input) throws Exception;
    }

    /** What makes checksums right again, and now and then what else keeps damage from getting far. */
    public interface Sealer {
        /** Changes an input that may have any length, or makes another one of it. */
        byte[] sealed(byte[] input, SplittableRandom random);
    }

    private HostileInputs(
            Trials trials,
            List<byte[]> valid,
            Sealer sealer,
            Class<? extends RuntimeException> refusal,
            long fixedBytes,
            int bytesEach) {
        this.trials = trials;
        this.valid = valid;
        this.sealer = sealer;
        this.refusal = refusal;
        this.fixedBytes = fixedBytes;
        this.bytesEach = bytesEach;
    }

    /**
     * Input made of valid one.
     *
     * @param test who asks, to be named in failures
     * @param valid what the decoder takes, of every kind
     * @param refusal the one exception that it may throw
     */
    public static HostileInputs of(Class<?> test, List<byte[]> valid, Class<? extends RuntimeException> refusal) {
        return new HostileInputs(
                Trials.ofInputs(test, COUNT), List.copyOf(valid), (input, random) -> input, refusal, 16 * 1024, 16);
    }

    /** With checksums made right in three of four. */
    public HostileInputs sealedBy(Sealer newSealer) {
        return new HostileInputs(trials, valid, newSealer, refusal, fixedBytes, bytesEach);
    }

    /** With another limit of memory: some in any case, and so many bytes for each one of the input. */
    public HostileInputs within(long newFixedBytes, int newBytesEach) {
        return new HostileInputs(trials, valid, sealer, refusal, newFixedBytes, newBytesEach);
    }

    /** In other trials. */
    HostileInputs in(Trials others) {
        return new HostileInputs(others, valid, sealer, refusal, fixedBytes, bytesEach);
    }

    /** Tries all of them. */
    public Tally feed(Decoder decoder) {
        for (byte[] input : valid) {
            requireTaken(decoder, input);
        }
        Tally tally = new Tally(trials.count());
        Meter meter = new Meter();
        trials.run(seed -> feed(input(seed), decoder, meter, tally));
        return tally;
    }

    private static void requireTaken(Decoder decoder, byte[] input) {
        try {
            decoder.decode(input.clone());
        } catch (Exception e) {
            throw new AssertionError(
                    "What is valid is refused: " + HexFormat.of().formatHex(input), e);
        }
    }

    private byte[] input(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] one = valid.get(random.nextInt(valid.size()));
        byte[] other = valid.get(random.nextInt(valid.size()));
        byte[] mutated = new Mutator(random).mutated(one, other);
        return random.nextInt(4) == 0 ? mutated : sealer.sealed(mutated, random);
    }

    private void feed(byte[] input, Decoder decoder, Meter meter, Tally tally) throws Exception {
        Supplier<String> what =
                () -> input.length + " bytes of input, " + HexFormat.of().formatHex(input);
        long limit = fixedBytes + (long) bytesEach * input.length;
        tally.add(meter.within(limit, what, () -> refusalOf(input.clone(), decoder)));
    }

    private Optional<RuntimeException> refusalOf(byte[] input, Decoder decoder) throws Exception {
        try {
            decoder.decode(input);
            return Optional.empty();
        } catch (RuntimeException e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
            return Optional.of(e);
        }
    }
}
