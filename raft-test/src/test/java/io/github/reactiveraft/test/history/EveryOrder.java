package io.github.reactiveraft.test.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The definition of linearizability, word for word: tries every order of every subset, cuts nothing off. */
final class EveryOrder<S, I, O> {

    private final Model<S, I, O> model;
    private final List<Operation<I, O>> history;

    EveryOrder(Model<S, I, O> model, List<Operation<I, O>> history) {
        this.model = model;
        this.history = history;
    }

    boolean hasAnExplanation() {
        return hasAnExplanation(new ArrayList<>(), new boolean[history.size()]);
    }

    private boolean hasAnExplanation(List<Operation<I, O>> order, boolean[] isUsed) {
        if (isComplete(isUsed) && agreesWithTime(order) && agreesWithTheModel(order)) {
            return true;
        }
        for (int index = 0; index < isUsed.length; index++) {
            if (!isUsed[index]) {
                isUsed[index] = true;
                order.add(history.get(index));
                if (hasAnExplanation(order, isUsed)) {
                    return true;
                }
                order.remove(order.size() - 1);
                isUsed[index] = false;
            }
        }
        return false;
    }

    private boolean isComplete(boolean[] isUsed) {
        for (int index = 0; index < isUsed.length; index++) {
            if (!isUsed[index] && history.get(index).outcome().isCertain()) {
                return false;
            }
        }
        return true;
    }

    private boolean agreesWithTime(List<Operation<I, O>> order) {
        for (int later = 1; later < order.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (order.get(later).outcome().returnedAt() < order.get(earlier).calledAt()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean agreesWithTheModel(List<Operation<I, O>> order) {
        Map<String, S> states = new TreeMap<>();
        for (Operation<I, O> operation : order) {
            S before = states.getOrDefault(operation.key(), model.initial());
            Optional<S> after =
                    model.step(before, operation.input(), operation.outcome().output());
            if (after.isEmpty()) {
                return false;
            }
            states.put(operation.key(), after.get());
        }
        return true;
    }
}
