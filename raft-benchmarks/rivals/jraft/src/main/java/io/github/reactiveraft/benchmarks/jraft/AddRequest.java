package io.github.reactiveraft.benchmarks.jraft;

/** A command on its way to the leader. */
final class AddRequest {

    private final byte[] command;

    /** Of bytes that do not change any more. */
    AddRequest(byte[] command) {
        this.command = command;
    }

    byte[] command() {
        return command;
    }
}
