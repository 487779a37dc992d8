package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.process.Door.Sent;

/** What a client knows of a command that it sent once. */
sealed interface Fate {

    /** There is no answer yet. */
    record Open() implements Fate {}

    /** It is in the log, and was applied so many times up to then. */
    record Acknowledged(long count, long index) implements Fate {}

    /** It never will be in the log. */
    record NotDone(String reason) implements Fate {

        /** Whether the cluster was offered more than it takes. */
        boolean isOverload() {
            return reason.startsWith("Overloaded");
        }
    }

    /** It is in the log, or will be, or not. */
    record Unknown(String reason) implements Fate {}

    static Fate of(Sent sent) {
        if (sent instanceof Sent.Done done) {
            Entry entry = Entry.parse(done.body()).get(0);
            return new Acknowledged(entry.count(), entry.index());
        }
        if (sent instanceof Sent.NotDone notDone) {
            return new NotDone(notDone.reason());
        }
        return new Unknown(((Sent.Unknown) sent).reason());
    }
}
