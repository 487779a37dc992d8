package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.jgroups.Pipe.Arrived;
import io.github.reactiveraft.benchmarks.jgroups.Pipe.Frame;
import io.github.reactiveraft.benchmarks.jgroups.Pipe.Kind;
import io.github.reactiveraft.benchmarks.rivals.Daemons;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A door beside a member, for clients that are no members: calls come in over pipes, and are answered by the leader only. */
final class PipeServer {

    private final ServerSocket door;
    private final HandleCaller member;

    private PipeServer(ServerSocket door, HandleCaller member) {
        this.door = door;
        this.member = member;
    }

    /** Opens one, until the process ends. */
    static void open(InetSocketAddress address, HandleCaller member) throws IOException {
        PipeServer server = new PipeServer(new ServerSocket(address.getPort(), 16, address.getAddress()), member);
        Daemons.named("pipe door").newThread(server::accept).start();
    }

    private void accept() {
        try {
            while (true) {
                Pipe.over(door.accept(), this::answer, gone -> {});
            }
        } catch (IOException closed) {
            throw new IllegalStateException("The door is broken", closed);
        }
    }

    private void answer(Arrived arrived) {
        Frame frame = arrived.frame();
        if (!member.isLeader()) {
            arrived.pipe().send(Frame.answer(Kind.NOT_LEADER, frame.id(), 0));
            return;
        }
        Completion answer = new Completion() {
            @Override
            public void done(long sum) {
                arrived.pipe().send(Frame.answer(Kind.DONE, frame.id(), sum));
            }

            @Override
            public void failed(Throwable cause) {
                arrived.pipe().send(Frame.answer(Kind.FAILED, frame.id(), 0));
            }
        };
        if (frame.kind() == Kind.WRITE) {
            member.write(frame.bytes(), answer);
        } else {
            member.read(answer);
        }
    }
}
