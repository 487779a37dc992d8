package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.SessionPolicy;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.StateMachine;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a scenario's cluster is.
 *
 * @param size how many nodes it has
 * @param isReliable whether the network is, at first
 * @param snapshots when nodes take snapshots
 * @param isStore whether it is a key-value store, whose clients send commands through sessions to any node; else commands are
 *     handed to the leader, and stand in the log once or more
 */
record LabSetup(int size, boolean isReliable, SnapshotPolicy snapshots, boolean isStore) {

    /** More than the wall clocks of two leaders, and with them the log's time, are ever apart. */
    private static final Duration SESSION_TIMEOUT = Duration.ofDays(1);

    static LabSetup plain(int size, boolean isReliable, SnapshotPolicy snapshots) {
        return new LabSetup(size, isReliable, snapshots, false);
    }

    static LabSetup store(int size, boolean isReliable, SnapshotPolicy snapshots) {
        return new LabSetup(size, isReliable, snapshots, true);
    }

    /** Makes the state machines of one run. */
    Supplier<StateMachine<String, String, String>> machines() {
        LabHistory history = new LabHistory();
        return isStore ? KvMachine::new : () -> new LabMachine(history);
    }

    void service(RaftSettings.Spec settings) {
        if (isStore) {
            settings.sessions(SessionPolicy.defaults().withTimeout(SESSION_TIMEOUT));
        } else {
            settings.forwarding(false).sessions(SessionPolicy.unsafeNone());
        }
    }
}
