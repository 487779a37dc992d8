package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Membership;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What a majority of the voters is. Elections, commit and check-quorum all ask here, so that they can never disagree
 * about who counts. Immutable.
 *
 * @param membership whose majority
 */
public record Quorum(Membership membership) {

    /** Whether more than half of the voters agree; nobody else is asked. */
    public boolean isReached(Predicate<NodeId> agrees) {
        long yes = membership.voters().stream().filter(agrees).count();
        return yes > membership.voters().size() / 2;
    }

    /** Whether more than half of the voters are among these nodes. */
    public boolean isReached(SortedSet<NodeId> nodes) {
        return isReached(node -> nodes.contains(node));
    }

    /** The highest index that more than half of the voters have reached. */
    public long agreedIndex(ToLongFunction<NodeId> reached) {
        long[] ascending = membership.voters().stream().mapToLong(reached).toArray();
        Arrays.sort(ascending);
        int majority = ascending.length / 2 + 1;
        return ascending[ascending.length - majority];
    }
}
