package io.github.reactiveraft.api.model;

/**
 * What a member's data is recognised by: the number it drew when it was created, and how often it was opened since. Every
 * opening has a number of its own, on disk before the member says a word, whose upper half counts and whose lower half is
 * drawn. So two copies of one directory differ as soon as both were opened, and who announces an opening also says which
 * one it follows.
 *
 * @param drawn the number drawn when the data was created
 * @param start names the present opening, 0 if there was none yet
 * @param previous names the opening before, 0 if there was none
 */
public record Incarnation(long drawn, long start, long previous) {

    private static final int COUNTED = 32;

    /**
     * Checks that one opening follows the other.
     *
     * @throws IllegalArgumentException if not
     */
    public Incarnation {
        boolean isUnopened = start == 0 && previous == 0;
        boolean isFollowing = start > 0 && previous >= 0 && count(start) == count(previous) + 1;
        if (!isUnopened && !isFollowing) {
            throw new IllegalArgumentException("Start " + Long.toHexString(start) + " cannot follow start "
                    + Long.toHexString(previous) + " of the same data");
        }
    }

    /** Data that was just created, and never opened. */
    public static Incarnation of(long drawn) {
        return new Incarnation(drawn, 0, 0);
    }

    /**
     * The same data, opened once more.
     *
     * @param chance a random number, which copies of this data that are opened as well do not draw
     */
    public Incarnation opened(long chance) {
        return new Incarnation(drawn, (count(start) + 1) << COUNTED | (chance & 0xFFFF_FFFFL), start);
    }

    /**
     * Whether this can be the very data that was known as something else: with the same number drawn, in the same opening or
     * in a later one. Not if it branches off before the known opening: then it is a copy that was made before, and has
     * forgotten what was promised since.
     */
    public boolean continues(Incarnation known) {
        return drawn == known.drawn
                && (start == known.start || previous == known.start || count(previous) > count(known.start));
    }

    private static long count(long start) {
        return start >>> COUNTED;
    }

    /** Short, and the same for the same. */
    @Override
    public String toString() {
        return Long.toHexString(drawn) + "#" + count(start) + "." + Long.toHexString(start & 0xFFFF_FFFFL);
    }
}
