package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.jgroups.Pipe.Arrived;
import io.github.reactiveraft.benchmarks.jgroups.Pipe.Frame;
import io.github.reactiveraft.benchmarks.jgroups.Pipe.Kind;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Calls the leader over a pipe, and looks for it among all members; whoever fails meanwhile is called again by the benchmark. */
final class PipeCaller implements Caller {

    private static final int CONNECT_MILLIS = 1_000;

    private final List<InetSocketAddress> doors;
    private final AtomicLong ids = new AtomicLong();
    /** Each ends once: whoever takes it out ends it. */
    private final Map<Long, Call> pending = new ConcurrentHashMap<>();

    private int turn;
    private @Nullable Pipe current;

    private record Call(Pipe pipe, Completion completion) {}

    PipeCaller(List<InetSocketAddress> doors) {
        this.doors = List.copyOf(doors);
    }

    @Override
    public void write(byte[] command, Completion completion) {
        call(Kind.WRITE, command.clone(), completion);
    }

    @Override
    public void read(Completion completion) {
        call(Kind.READ, new byte[0], completion);
    }

    @Override
    public void readFromFollower(Completion completion) {
        completion.failed(new UnsupportedOperationException("reads of followers are dirty"));
    }

    private void call(Kind kind, byte[] bytes, Completion completion) {
        long id = ids.incrementAndGet();
        try {
            Pipe pipe = pipe();
            pending.put(id, new Call(pipe, completion));
            pipe.send(Frame.question(kind, id, bytes));
            if (pipe.isClosed()) {
                lost(pipe);
            }
        } catch (IOException unreachable) {
            completion.failed(unreachable);
        }
    }

    private synchronized Pipe pipe() throws IOException {
        Pipe known = current;
        if (known != null) {
            return known;
        }
        Socket socket = new Socket();
        try {
            socket.connect(doors.get(turn % doors.size()), CONNECT_MILLIS);
        } catch (IOException unreachable) {
            turn++;
            throw unreachable;
        }
        Pipe opened = Pipe.over(socket, this::arrived, this::lost);
        current = opened;
        return opened;
    }

    private void arrived(Arrived answer) {
        Frame frame = answer.frame();
        Call call = pending.remove(frame.id());
        if (frame.kind() == Kind.NOT_LEADER) {
            goOn(answer.pipe());
        }
        if (call == null) {
            return;
        }
        if (frame.kind() == Kind.DONE) {
            call.completion().done(frame.sum());
        } else {
            call.completion().failed(new IOException("Not done: " + frame.kind()));
        }
    }

    /** To the next member, if it was this one that is called now. */
    private synchronized void goOn(Pipe useless) {
        if (current == useless) {
            current = null;
            turn++;
            useless.close();
        }
    }

    private void lost(Pipe pipe) {
        goOn(pipe);
        pending.forEach((id, call) -> {
            if (call.pipe() == pipe && pending.remove(id, call)) {
                call.completion().failed(new IOException("The pipe is broken"));
            }
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            Pipe known = current;
            if (known != null) {
                known.close();
            }
        }
    }
}
