package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.replicated.Applied;
import io.github.reactiveraft.core.replicated.Replica;
import java.util.ArrayList;
import java.util.List;

/** An applier that is told what is committed by the test, and what came of it. */
class ApplierFixture {

    final Bench bench = new Bench();
    final LogTail tail = new LogTail(64 * 1024);
    final List<String> heard = new ArrayList<>();
    final List<Integer> slices = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    Digests<Long> digests = new Digests<>(bench.parts(), new Replica<>(new Adder()), Codec.int64());

    Applier<Long, Long> following(Adder machine) {
        Applier<Long, Long> applier = applier(machine);
        applier.applied().subscribe(slice -> slices.add(slice.count()), failures::add);
        return applier;
    }

    Applier<Long, Long> applier(Adder machine) {
        NodeParts parts = bench.parts();
        LogReader log = new LogReader(tail, new IoLane(bench.io), parts);
        ApplyListener<Long> listener = new ApplyListener<>() {
            @Override
            public void restored(SnapshotMeta snapshot) {
                heard.add("restored " + snapshot.lastIncluded());
            }

            @Override
            public void applied(long index, Applied<Long> applied) {
                for (Change<Long> change : applied.changes()) {
                    heard.add("change " + change.index() + " to " + change.value());
                }
                Long result = applied.result();
                heard.add(index + "=" + result);
            }
        };
        Replica<Long, Long> replica = new Replica<>(machine);
        digests = new Digests<>(parts, replica, Codec.int64());
        return new Applier<>(parts, log, replica, listener, digests);
    }
}
