package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A peer that answers when the test says so. */
final class ScriptedPeer implements RaftPeer {

    private final NodeId id;
    private final List<Call> calls = new ArrayList<>();

    ScriptedPeer(NodeId id) {
        this.id = id;
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String address() {
        return "address-of-" + id;
    }

    @Override
    public Mono<PeerReply> call(RaftRequest request) {
        return Mono.create(sink -> {
            Call call = new Call(request, sink);
            calls.add(call);
            sink.onCancel(() -> call.isCancelled = true);
        });
    }

    /** Everything it was asked, in order. */
    List<Call> calls() {
        return calls;
    }

    /** What it was asked that carries entries. */
    List<Call> appends() {
        return calls.stream().filter(call -> !call.append().entries().isEmpty()).toList();
    }

    /** What it was asked that carries none. */
    List<Call> heartbeats() {
        return calls.stream().filter(call -> call.append().entries().isEmpty()).toList();
    }

    Call last() {
        return calls.get(calls.size() - 1);
    }

    /** One question. */
    final class Call {

        private final RaftRequest request;
        private final MonoSink<PeerReply> sink;
        private boolean isCancelled;

        private Call(RaftRequest request, MonoSink<PeerReply> sink) {
            this.request = request;
            this.sink = sink;
        }

        RaftRequest request() {
            return request;
        }

        AppendEntries append() {
            return (AppendEntries) request;
        }

        /** First and last index of the entries asked for. */
        String range() {
            return append().entries().firstIndex() + ".." + append().entries().lastIndex();
        }

        boolean isCancelled() {
            return isCancelled;
        }

        void answer(RaftResponse response) {
            answerAs(sender(), response);
        }

        void answerAs(Sender from, RaftResponse response) {
            sink.success(new PeerReply(from, response));
        }

        /** Everything the request spoke about is on the peer's disk. */
        void accept() {
            answer(new Appended(append().term(), append().verifiedIndex()));
        }

        /** The peer's log ends at an index. */
        void reject(long lastIndex) {
            answer(new AppendRejected(append().term(), lastIndex, 0, lastIndex + 1));
        }

        void fail(boolean isMaybeDelivered) {
            sink.error(new PeerException(id + " cannot be reached", isMaybeDelivered, null));
        }

        void fail(Throwable failure) {
            sink.error(failure);
        }
    }

    Sender sender() {
        return Words.sender(id);
    }
}
