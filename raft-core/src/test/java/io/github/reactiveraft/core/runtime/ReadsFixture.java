package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.ReadToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads of n1 of three, whose lane, time and state are in the hand of the test. */
class ReadsFixture {

    final LabLoop lab = new LabLoop();
    final Bench bench = new Bench();
    final List<Object> heard = new ArrayList<>();
    final List<Long> asked = new ArrayList<>();

    @Nullable
    NodeId leader;

    Reads reads = reads(10);

    final Adder machine = new Adder() {
        @Override
        public Long query(Long query) {
            asked.add(query);
            if (query == 404) {
                throw new StackOverflowError("deep");
            }
            return super.query(query);
        }
    };

    /** With the first entry of its term committed and applied. */
    void leading() {
        lab.lead();
        lab.commitAll();
    }

    Reads reads(int maxCount) {
        bench.limits = bench.limits.withPending(maxCount, 16 * 1024 * 1024);
        Reads made = new Reads(lab.loop, bench.parts(), () -> leader);
        lab.connect(made);
        return made;
    }

    void ask(long query) {
        Mono.<Long>create(sink -> reads.ask(new QueryRead<>(machine, query, null, null, sink)))
                .subscribe(heard::add, failure -> heard.add(failure.getClass()));
    }

    void local(ReadToken token, long query) {
        Mono.<Long>create(sink -> reads.await(token.index(), new QueryRead<>(machine, query, token, null, sink)))
                .subscribe(heard::add, failure -> heard.add(failure.getClass()));
    }
}
