package io.github.reactiveraft.core.replicated;

import io.github.reactiveraft.api.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an entry.
 *
 * @param kind in one word
 * @param result the command's, if it was executed, now or before
 * @param changes what the command told the watchers, if it was executed now
 * @param <R> what the state machine puts out
 */
public record Applied<R>(Kind kind, @Nullable R result, List<Change<R>> changes) {

    /** Kinds. */
    public enum Kind {
        /** There was nothing to do. */
        NOTHING,
        /** The command was executed. */
        EXECUTED,
        /** The command had been executed before; this is what it was answered with then. */
        REPEATED,
        /** The session was opened whose number is the entry's index. */
        OPENED,
        /** The command was not executed: its session has ended, or there never was one. */
        EXPIRED,
        /** The command was not executed: its client has said that it knows its outcome, or no longer wants to know. */
        FORGOTTEN
    }

    private static <R> Applied<R> of(Kind kind) {
        return new Applied<>(kind, null, List.of());
    }

    /** See {@link Kind#NOTHING}. */
    public static <R> Applied<R> nothing() {
        return of(Kind.NOTHING);
    }

    /** See {@link Kind#EXECUTED}. */
    public static <R> Applied<R> executed(@Nullable R result, List<Change<R>> changes) {
        return new Applied<>(Kind.EXECUTED, result, changes);
    }

    /** See {@link Kind#REPEATED}; without a result if that is not known any more. */
    public static <R> Applied<R> repeated(@Nullable R result) {
        return new Applied<>(Kind.REPEATED, result, List.of());
    }

    /** See {@link Kind#OPENED}. */
    public static <R> Applied<R> opened() {
        return of(Kind.OPENED);
    }

    /** See {@link Kind#EXPIRED}. */
    public static <R> Applied<R> expired() {
        return of(Kind.EXPIRED);
    }

    /** See {@link Kind#FORGOTTEN}. */
    public static <R> Applied<R> forgotten() {
        return of(Kind.FORGOTTEN);
    }
}
