package io.github.reactiveraft.test.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of one key's operations that the model and time allow: the search of Wing and Gong (1993) with the
 * list and the memory of Lowe (2017). It places one operation after another, always one that was called before any of the
 * missing ones returned; where none fits, it takes back the last and tries the next. A set of operations that leads to a
 * state seen before is not followed again, as its future is known to fail: that makes it fast where few are open at once,
 * and nothing makes it fast where many are.
 */
final class OrderSearch<S, I, O> {

    /** How a search ended. */
    enum Ending {
        FOUND,
        NONE,
        GIVEN_UP
    }

    private final Model<S, I, O> model;
    private final Timeline<I, O> timeline;
    private final CallList calls;
    private final int configurationLimit;

    /** Only asked whether it contains something, so its order is nobody's. */
    private final Set<Configuration<S>> visited = new HashSet<>();

    private Configuration<S> current;
    private Configuration<S> furthest;

    OrderSearch(Model<S, I, O> model, Timeline<I, O> timeline, int configurationLimit) {
        this.model = model;
        this.timeline = timeline;
        this.calls = new CallList(timeline.count());
        this.configurationLimit = configurationLimit;
        this.current = Configuration.root(model.initial());
        this.furthest = current;
    }

    /** Searches to the end, or until it has visited too many configurations. Once only. */
    Ending run() {
        int position = calls.first();
        while (current.prefix() < timeline.certainCount()) {
            if (position > timeline.reach(current.prefix())) {
                Configuration<S> parent = current.parent();
                noteDeadEnd();
                if (parent == null) {
                    return Ending.NONE;
                }
                position = timeline.position(current.last());
                calls.putBack(position);
                current = parent;
                position = calls.after(position);
            } else if (place(timeline.number(position))) {
                if (visited.size() > configurationLimit) {
                    return Ending.GIVEN_UP;
                }
                calls.takeOut(position);
                position = calls.first();
            } else {
                position = calls.after(position);
            }
        }
        return Ending.FOUND;
    }

    int configurationCount() {
        return visited.size();
    }

    /** After a search that found none: how far an explanation gets, and what is in its way. */
    Counterexample counterexample(String key) {
        Deque<Operation<?, ?>> prefix = new ArrayDeque<>();
        Configuration<S> at = furthest;
        for (Configuration<S> parent = at.parent(); parent != null; parent = at.parent()) {
            prefix.addFirst(timeline.operation(at.last()));
            at = parent;
        }
        return new Counterexample(key, List.copyOf(prefix), furthest.state(), stuck());
    }

    private boolean place(int number) {
        S before = current.state();
        Optional<S> after = step(before, number);
        if (after.isEmpty() || isIdle(number, before, after.get())) {
            return false;
        }
        Configuration<S> extended = current.with(number, after.get());
        if (!visited.add(extended)) {
            return false;
        }
        current = extended;
        return true;
    }

    /** What is in doubt and changes nothing had better not be placed: that allows no less, and halves the search. */
    private boolean isIdle(int number, S before, S after) {
        return number >= timeline.certainCount() && after.equals(before);
    }

    private Optional<S> step(S state, int number) {
        Operation<I, O> operation = timeline.operation(number);
        return model.step(state, operation.input(), operation.outcome().output());
    }

    private void noteDeadEnd() {
        if (current.isFurtherThan(furthest)) {
            furthest = current;
        }
    }

    /** What could come next in time but is no answer in this state; first the one that had to, as it returns first. */
    private List<Operation<?, ?>> stuck() {
        int due = furthest.prefix();
        List<Operation<?, ?>> stuck = new ArrayList<>(List.of(timeline.operation(due)));
        for (int position = 1; position <= timeline.reach(due); position++) {
            int number = timeline.number(position);
            if (number != due
                    && !furthest.isPlaced(number)
                    && step(furthest.state(), number).isEmpty()) {
                stuck.add(timeline.operation(number));
            }
        }
        return stuck;
    }
}
