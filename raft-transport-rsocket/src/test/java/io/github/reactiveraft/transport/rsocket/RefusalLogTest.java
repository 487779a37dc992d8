package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.RaftResponse.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefusalLogTest {

    private final Quiet quiet = Quiet.about(RefusalLog.class);
    private final RefusalLog log = new RefusalLog("n1");

    @AfterEach
    void unmute() {
        quiet.close();
    }

    @Test
    void sameReasonOfSameSenderIsSaidOnce() {
        assertThat(log.log(refusal(Refused.Reason.TARGET), "n2")).isTrue();
        assertThat(log.log(refusal(Refused.Reason.TARGET), "n2")).isFalse();
        assertThat(log.log(refusal(Refused.Reason.TARGET), "n3")).isTrue();
        assertThat(log.log(refusal(Refused.Reason.GROUP), "n2")).isTrue();
    }

    @Test
    void madeUpSendersDoNotFillTheMemory() {
        int said = 0;
        for (int i = 0; i < 10_000; i++) {
            said += log.log(refusal(Refused.Reason.TARGET), "n" + i) ? 1 : 0;
        }

        assertThat(said).isEqualTo(RefusalLog.REMEMBERED);
    }

    private static Refused refusal(Refused.Reason reason) {
        return new Refused(reason, "expected this, got that");
    }
}
