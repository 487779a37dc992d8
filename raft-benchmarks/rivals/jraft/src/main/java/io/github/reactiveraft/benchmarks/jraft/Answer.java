package io.github.reactiveraft.benchmarks.jraft;

/**
 * What a member says to a request.
 *
 * @param outcome what became of it
 * @param sum after it, if it was done
 */
record Answer(Outcome outcome, long sum) {

    enum Outcome {
        DONE(0),
        /** Nothing was begun, since only a leader may. */
        NOT_LEADER(1),
        /** Not done, or not known. */
        FAILED(2);

        final byte code;

        Outcome(int code) {
            this.code = (byte) code;
        }

        static Outcome of(byte code) {
            return switch (code) {
                case 0 -> DONE;
                case 1 -> NOT_LEADER;
                default -> FAILED;
            };
        }
    }
}
