package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.Change;

/** How far a watch has got that may have to go on elsewhere. Used by one thread at a time. */
final class WatchProgress {

    /** The index of the latest change that came; before that, where the watch begins. */
    private long index;
    /** How many changes of that index came. A command may have several, and a connection break between them. */
    private long seenCount;

    private long skipCount;

    WatchProgress(long fromIndex) {
        this.index = fromIndex;
    }

    /** Where to go on; what came already is told again, and left out. */
    long resume() {
        skipCount = seenCount;
        return index;
    }

    /** Whether a change, the next one that was told, has not come before. */
    boolean isNew(Change<?> change) {
        if (change.index() == index && skipCount > 0) {
            skipCount--;
            return false;
        }
        seenCount = change.index() == index ? seenCount + 1 : 1;
        index = change.index();
        skipCount = 0;
        return true;
    }
}
