package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.github.reactiveraft.benchmarks.rivals.Daemons;
import io.github.reactiveraft.benchmarks.system.Ballast;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sum of all commands; applied by one thread, read by others. */
final class Counter extends StateMachineAdapter {

    private static final String FILE = "sum";

    private final long snapshotEntries;
    private final Ballast ballast;
    private final Runnable snapshot;
    private long appliedCount;
    private volatile long sum;

    /** With a snapshot after so many commands, if not zero. */
    Counter(long snapshotEntries, Ballast ballast, Runnable snapshot) {
        this.snapshotEntries = snapshotEntries;
        this.ballast = ballast;
        this.snapshot = snapshot;
    }

    long sum() {
        return sum;
    }

    @Override
    public void onApply(Iterator commands) {
        long total = sum;
        while (commands.hasNext()) {
            ByteBuffer command = commands.getData();
            total += command.getLong(command.position());
            if (commands.done() instanceof Adding adding) {
                // Before anybody is told: who was told and then reads must not see less.
                sum = total;
                adding.sum(total);
                adding.run(Status.OK());
            }
            appliedCount++;
            if (snapshotEntries > 0 && appliedCount % snapshotEntries == 0) {
                snapshot.run();
            }
            commands.next();
        }
        sum = total;
    }

    /** Written by another thread: commands go on meanwhile. */
    @Override
    public void onSnapshotSave(SnapshotWriter writer, Closure done) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(sum).array();
        Daemons.named("snapshot").newThread(() -> save(bytes, writer, done)).start();
    }

    private void save(byte[] bytes, SnapshotWriter writer, Closure done) {
        try {
            write(bytes, Path.of(writer.getPath(), FILE));
            done.run(writer.addFile(FILE) ? Status.OK() : new Status(RaftError.EIO, "file refused"));
        } catch (IOException e) {
            done.run(new Status(RaftError.EIO, "no snapshot: %s", e));
        }
    }

    private void write(byte[] bytes, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(bytes);
            ballast.writeTo(out);
        }
    }

    @Override
    public boolean onSnapshotLoad(SnapshotReader reader) {
        try (InputStream in = Files.newInputStream(Path.of(reader.getPath(), FILE))) {
            long total = ByteBuffer.wrap(in.readNBytes(Long.BYTES)).getLong();
            ballast.readFrom(in);
            sum = total;
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
