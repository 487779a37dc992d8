package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.test.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Everything that clients must never see is seen by the ledger, in histories made by hand. */
class LedgerTest {

    private static final int KEY = 7;
    private static final long ANY = RegisterWrite.ANY;

    private final List<RegisterWrite> log = new ArrayList<>();
    private long now;

    private final Ledger ledger = new Ledger(new Ledger.Witness() {
        @Override
        public Duration elapsed() {
            return Duration.ofNanos(++now);
        }

        @Override
        public List<RegisterWrite> applied() {
            return log;
        }
    });

    private RegisterWrite begun(int client, int sequence, long expected) {
        RegisterWrite write = RegisterWrite.of(client, sequence, KEY, expected);
        ledger.writeBegins(write);
        return write;
    }

    private static RegisterAnswer done(RegisterWrite write) {
        return new RegisterAnswer(true, write.value());
    }

    /** A write that is in the log and was acknowledged. */
    private RegisterWrite written(int client, int sequence) {
        RegisterWrite write = begun(client, sequence, ANY);
        log.add(write);
        ledger.writeEnds(write, done(write));
        return write;
    }

    private void read(int client, int key, long value) {
        ledger.readEnds(ledger.readBegins(client, key), client, key, new RegisterAnswer(true, value));
    }

    private static void assertFound(String what, ThrowingCallable step) {
        assertThatExceptionOfType(Finding.class).isThrownBy(step).withMessageContaining(what);
    }

    @Test
    void soundHistoryPasses() {
        RegisterWrite first = written(1, 1);
        read(1, KEY, first.value());
        RegisterWrite swapped = begun(2, 1, first.value());
        log.add(swapped);
        ledger.writeEnds(swapped, done(swapped));
        RegisterWrite late = begun(1, 2, first.value());
        log.add(late);
        ledger.writeEnds(late, new RegisterAnswer(false, late.value()));
        ledger.writeRefused(begun(3, 1, ANY));
        read(3, KEY, swapped.value());
        read(3, KEY + 1, RegisterWrite.INITIAL);
        ledger.readFailed(ledger.readBegins(3, KEY));

        Verdict verdict = ledger.judge();

        assertThat(verdict.isLinearizable()).isTrue();
        assertThat(ledger.operationCount()).isEqualTo(7);
        assertThat(verdict.figures().operationCount()).isEqualTo(6);
    }

    @Test
    void writeOfUnknownOutcomeMayBeInTheLogOrNot() {
        begun(1, 1, ANY);
        RegisterWrite happened = begun(2, 1, ANY);
        log.add(happened);
        read(3, KEY, happened.value());

        assertThat(ledger.judge().isLinearizable()).isTrue();
        assertThat(ledger.operationCount()).isEqualTo(2);
    }

    @Test
    void acknowledgedWriteThatNobodyAppliedIsSeenAtOnce() {
        RegisterWrite write = begun(1, 1, ANY);

        assertFound("was acknowledged and is in no log", () -> ledger.writeEnds(write, done(write)));
    }

    @Test
    void refusedWriteInTheLogIsSeen() {
        RegisterWrite write = begun(1, 1, ANY);
        ledger.writeRefused(write);
        log.add(write);

        assertFound("was refused and is in the log", ledger::judge);
    }

    @Test
    void writeThatIsTwiceInTheLogIsSeenAtTheNextAnswer() {
        RegisterWrite write = written(1, 1);
        log.add(write);

        assertFound("is twice in the log", () -> written(2, 1));
    }

    @Test
    void writeThatIsTwiceInTheLogIsSeenInTheEnd() {
        log.add(written(1, 1));

        assertFound("is twice in the log", ledger::judge);
    }

    @Test
    void writeThatNobodySentIsSeen() {
        log.add(RegisterWrite.of(9, 9, KEY, ANY));

        assertFound("Nobody sent", ledger::judge);
    }

    @Test
    void answerToAnotherWriteIsSeen() {
        RegisterWrite write = begun(1, 1, ANY);
        log.add(write);

        assertFound("was answered with", () -> ledger.writeEnds(write, new RegisterAnswer(true, 5)));
    }

    @Test
    void phantomReadIsSeen() {
        RegisterWrite write = written(1, 1);

        assertFound("which nobody wrote there", () -> read(2, KEY, 12_345));
        assertFound("which nobody wrote there", () -> read(2, KEY + 1, write.value()));
    }

    @Test
    void readOfWhatIsNotCommittedIsSeen() {
        RegisterWrite write = begun(1, 1, ANY);

        assertFound("which is in no log", () -> read(2, KEY, write.value()));
    }

    @Test
    void readThatGoesBackIsSeen() {
        RegisterWrite older = written(1, 1);
        RegisterWrite newer = written(1, 2);
        read(2, KEY, newer.value());

        assertFound("knew of command 2", () -> read(2, KEY, older.value()));
    }

    @Test
    void readThatGoesBackToTheBeginningIsSeen() {
        RegisterWrite write = written(1, 1);
        read(2, KEY, write.value());

        assertFound("now sees command 0", () -> read(2, KEY, RegisterWrite.INITIAL));
    }

    @Test
    void readThatMissesTheClientsOwnWriteIsSeen() {
        RegisterWrite older = written(1, 1);
        written(2, 1);

        assertFound("c2 knew of command 2", () -> read(2, KEY, older.value()));
    }

    @Test
    void otherClientsMayLagWithRegardToOtherKeys() {
        RegisterWrite write = written(1, 1);

        read(1, KEY + 1, RegisterWrite.INITIAL);
        read(2, KEY, write.value());

        assertThat(ledger.judge().isLinearizable()).isTrue();
    }

    /** Nothing but time tells that this client should have known. */
    @Test
    void staleReadOfAClientThatKnewNothingIsNotLinearizable() {
        RegisterWrite older = written(1, 1);
        written(1, 2);

        read(2, KEY, older.value());

        assertThat(ledger.judge()).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void readOfASwapThatFailedIsNotLinearizable() {
        written(1, 1);
        RegisterWrite failed = begun(2, 1, 12_345);
        log.add(failed);
        ledger.writeEnds(failed, new RegisterAnswer(false, failed.value()));

        read(3, KEY, failed.value());

        assertThat(ledger.judge()).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void answerThatDiffersFromTheLogIsSeen() {
        written(1, 1);
        RegisterWrite failed = begun(2, 1, 12_345);
        log.add(failed);
        ledger.writeEnds(failed, done(failed));

        assertFound("was answered otherwise than the log has it", ledger::judge);
    }

    @Test
    void logThatContradictsTimeIsSeen() {
        RegisterWrite first = begun(1, 1, ANY);
        RegisterWrite second = RegisterWrite.of(2, 1, KEY + 1, ANY);
        log.add(second);
        log.add(first);
        ledger.writeEnds(first, done(first));
        ledger.writeBegins(second);

        assertFound("stands behind a write that was sent after its answer", ledger::judge);
    }

    @Test
    void writesAtTheSameTimeMayStandInAnyOrder() {
        RegisterWrite first = begun(1, 1, ANY);
        RegisterWrite second = begun(2, 1, ANY);
        log.add(second);
        log.add(first);
        ledger.writeEnds(first, done(first));
        ledger.writeEnds(second, done(second));
        read(3, KEY, first.value());

        assertThat(ledger.judge().isLinearizable()).isTrue();
    }
}
