package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import org.junit.jupiter.api.Test;

class WireTest {

    private static SnapshotPiece piece(long offset, byte... bytes) {
        return new SnapshotPiece(new EntryId(2, 9), offset, Bytes.of(bytes));
    }

    @Test
    void pieceOfASnapshotCountsWithItsBytes() {
        int none = Wire.byteCount(piece(0));

        assertThat(none).isEqualTo(Wire.byteCount(new SnapshotWanted(1)));
        assertThat(Wire.byteCount(piece(0, new byte[1_000]))).isEqualTo(none + 1_000);
    }

    @Test
    void piecesOfOtherContentHaveOtherFingerprints() {
        long fingerprint = Wire.fingerprint(piece(0, (byte) 1, (byte) 2));

        assertThat(Wire.fingerprint(piece(0, (byte) 1, (byte) 2))).isEqualTo(fingerprint);
        assertThat(Wire.fingerprint(piece(0, (byte) 1, (byte) 3))).isNotEqualTo(fingerprint);
        assertThat(Wire.fingerprint(piece(1, (byte) 1, (byte) 2))).isNotEqualTo(fingerprint);
    }
}
