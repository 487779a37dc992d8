package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.noop;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Digests of a state as the applier makes it. */
class DigestsTest extends ApplierFixture {

    /** Of a command at 4/7 that makes the sum 10, and says so once as a result and once as a change; made by hand. */
    private static final long OF_A_COMMAND = 0x9C7B_91C3_32A0_C81AL;

    /** Of a no-op in its place, the sum being 10 already; made by hand. */
    private static final long OF_A_NOOP = 0x73E0_84BE_2213_B0F9L;

    @Test
    void oneIsTakenBehindEverySoManyEntries() {
        bench.digestEntryCount = 4;

        apply(new Told(), 10);

        assertThat(knownUpTo(10)).containsExactly(4L, 8L);
        assertThat(digests.next()).isEqualTo(12);
    }

    @Test
    void oneIsTakenBehindEveryEntryIfThatIsWanted() {
        bench.digestEntryCount = 1;

        apply(new Told(), 3);

        assertThat(knownUpTo(3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void noneIsTakenWhenTheyAreOff() {
        Told machine = new Told();

        apply(machine, 10);

        assertThat(knownUpTo(10)).isEmpty();
        assertThat(machine.digestCount).isZero();
        assertThat(digests.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void valueIsThatOfTheWireFormat() {
        bench.digestEntryCount = 4;

        assertThat(valueAt4(new Told())).isEqualTo(OF_A_COMMAND);
    }

    @Test
    void noOpPutsOutNothing() {
        bench.digestEntryCount = 4;
        Told machine = new Told();
        machine.digest = sum -> 10;
        tail.append(entries(1, 3));
        tail.append(noop(4));

        following(machine).commit(4);

        assertThat(answer(4)).isEqualTo(new Digest(4, true, OF_A_NOOP));
    }

    @Test
    void stateResultAndChangesAllCount() {
        bench.digestEntryCount = 4;
        Told otherState = new Told();
        otherState.digest = sum -> sum + 1;
        Told otherResult = new Told();
        otherResult.result = sum -> sum + 1;
        Told anotherChange = new Told();
        anotherChange.changeCount = 1;

        assertThat(LongStream.of(
                        valueAt4(new Told()), valueAt4(otherState), valueAt4(otherResult), valueAt4(anotherChange)))
                .doesNotHaveDuplicates();
    }

    /** A replica that was restored meanwhile would not know of it. */
    @Test
    void whatWasPutOutBeforeDoesNotCount() {
        bench.digestEntryCount = 4;
        Told talkative = new Told();
        talkative.changeCount = 1;
        talkative.result = sum -> sum + 1;
        talkative.silentFrom = 4;

        assertThat(valueAt4(talkative)).isEqualTo(OF_A_COMMAND);
    }

    @Test
    void replicaFromASnapshotHasTheSameFromItsNextPointOn() {
        bench.digestEntryCount = 4;
        apply(new Told(), 12);
        List<Digest> settled = List.of(answer(8), answer(12));

        restore(5, 15);
        List<Long> known = knownUpTo(12);
        List<Digest> restored = List.of(answer(8), answer(12));

        assertThat(known).containsExactly(8L, 12L);
        assertThat(restored).isEqualTo(settled);
    }

    @Test
    void pointThatASnapshotEndsWithIsLeftOut() {
        bench.digestEntryCount = 4;

        restore(4, 10);

        assertThat(knownUpTo(12)).containsExactly(8L, 12L);
    }

    @Test
    void newestSixteenAreKept() {
        bench.digestEntryCount = 2;

        apply(new Told(), 40);

        assertThat(knownUpTo(40)).hasSize(16).startsWith(10L).endsWith(40L);
        assertThat(answer(8)).isEqualTo(new Digest(8, false, 0));
        assertThat(answer(42)).isEqualTo(new Digest(42, false, 0));
    }

    @Test
    void stateMachineThatCannotTellCostsThatPointOnly() {
        bench.digestEntryCount = 4;
        Told machine = new Told();
        machine.digest = sum -> {
            if (sum == 10) {
                throw new StackOverflowError("a bug of the application");
            }
            return sum;
        };

        apply(machine, 8);

        assertThat(failures).isEmpty();
        assertThat(knownUpTo(8)).containsExactly(8L);
    }

    private void apply(Adder machine, long upTo) {
        tail.clear();
        tail.append(entries(1, upTo));
        following(machine).commit(upTo);
    }

    private long valueAt4(Adder machine) {
        apply(machine, 4);
        return answer(4).value();
    }

    /** Goes on from a snapshot to the entry at 12. */
    private void restore(long index, long sum) {
        bench.storage.having(snapshot(index), Codec.int64().encode(sum));
        tail.clear();
        tail.append(entries(1, 12));
        Applier<Long, Long> applier = applier(new Told());
        applier.adopted(snapshot(index));
        applier.applied().subscribe(slice -> {}, failures::add);
        applier.commit(12);
        bench.io.runAll();
        assertThat(applier.lastApplied()).isEqualTo(12);
    }

    private Digest answer(long index) {
        return digests.answer(new GetDigest(index));
    }

    private List<Long> knownUpTo(long last) {
        return LongStream.rangeClosed(1, last)
                .filter(index -> answer(index).isKnown())
                .boxed()
                .toList();
    }

    /** Says more than an adder, or something else, before an entry. */
    private static final class Told extends Adder {

        private LongUnaryOperator digest = sum -> sum;
        private LongUnaryOperator result = sum -> sum;
        private int changeCount;
        private int digestCount;
        private long silentFrom = Long.MAX_VALUE;

        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            long sum = super.apply(command, context);
            if (context.index() >= silentFrom) {
                return sum;
            }
            for (int i = 0; i < changeCount; i++) {
                context.emit(sum);
            }
            return result.applyAsLong(sum);
        }

        @Override
        public long digest() {
            digestCount++;
            return digest.applyAsLong(sum());
        }
    }
}
