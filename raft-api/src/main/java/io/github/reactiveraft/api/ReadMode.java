package io.github.reactiveraft.api;

import java.util.Objects;

/** How fresh an answer has to be. */
public sealed interface ReadMode {

    /**
     * The state includes every command acknowledged, to anybody, before the read began (thesis §6.4). Costs one round trip
     * of the leader to a majority, which all reads that wait share; nothing is written. The default.
     */
    ReadMode LINEARIZABLE = new Linearizable();

    /**
     * The state of the replica that is asked, which may be behind by any time: while it is cut off, it does not change.
     * But never before what was read with this token: a replica that is behind that answers once it has caught up, or says
     * {@link RaftException.Unavailable} if there is no leader to catch up with, or if it takes longer than an election timeout.
     *
     * <p>Once the answer is there, the token holds the index of the very state that was read, unless it is shared with others who
     * read meanwhile: {@link RaftNode#watch(long)} from the index behind it misses nothing and repeats nothing.
     */
    static ReadMode local(ReadToken token) {
        return new Local(token);
    }

    /** See {@link #LINEARIZABLE}. */
    record Linearizable() implements ReadMode {}

    /**
     * See {@link #local}.
     *
     * @param token where the reader is
     */
    record Local(ReadToken token) implements ReadMode {

        /** Checks that there is one. */
        public Local {
            Objects.requireNonNull(token, "token");
        }
    }
}
