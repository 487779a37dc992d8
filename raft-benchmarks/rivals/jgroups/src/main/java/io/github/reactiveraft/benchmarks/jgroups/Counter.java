package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.system.Ballast;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jgroups.raft.StateMachine;

/** The sum of all commands; what is shorter than a number is a question. Of one thread. */
final class Counter implements StateMachine {

    private final long snapshotEntries;
    private final Ballast ballast;
    private final Runnable snapshot;
    private long appliedCount;
    private long sum;

    /** With a snapshot after so many commands, if not zero. */
    Counter(long snapshotEntries, Ballast ballast, Runnable snapshot) {
        this.snapshotEntries = snapshotEntries;
        this.ballast = ballast;
        this.snapshot = snapshot;
    }

    @Override
    public byte[] apply(byte[] data, int offset, int length, boolean isAnswered) {
        if (length >= Long.BYTES) {
            sum += ByteBuffer.wrap(data, offset, length).getLong();
            appliedCount++;
            if (snapshotEntries > 0 && appliedCount % snapshotEntries == 0) {
                snapshot.run();
            }
        }
        return ByteBuffer.allocate(Long.BYTES).putLong(sum).array();
    }

    @Override
    public void readContentFrom(DataInput in) throws IOException {
        sum = in.readLong();
        byte[] piece = new byte[ballast.piece().length];
        for (int i = 0; i < ballast.mib(); i++) {
            in.readFully(piece);
        }
    }

    @Override
    public void writeContentTo(DataOutput out) throws IOException {
        out.writeLong(sum);
        for (int i = 0; i < ballast.mib(); i++) {
            out.write(ballast.piece());
        }
    }
}
