package io.github.reactiveraft.test.sim;

/** Something that travels over a link. */
interface Message {

    /** It is there; whether the link is whole is for the message to look at, unless it waits for that. */
    void arrive();

    /** When it arrives if it could at the earliest then: later, if it must not overtake another. */
    default long arrival(long earliest) {
        return earliest;
    }

    /** Whether it waits in front of a cut until the link is mended, as what is sent again and again. */
    default boolean isPatient() {
        return false;
    }

    /** It waits in front of a cut. */
    default void onCut() {}

    /** Whether it need not arrive any more. */
    default boolean isVoid() {
        return false;
    }
}
