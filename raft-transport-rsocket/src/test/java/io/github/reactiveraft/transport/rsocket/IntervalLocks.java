package io.github.reactiveraft.transport.rsocket;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets a thread that must not block wait for a scheduler's queue while it cancels an interval there, as RSocket does with
 * its keep-alive whenever a connection ends. Reactor allows it for its other tasks and forgot these. The wait is short;
 * BlockHound's error in the middle of it would leave the queue's lock taken for good, and with it one of the threads that
 * all tests of a run share.
 */
public final class IntervalLocks implements BlockHoundIntegration {

    /** Called once by BlockHound. */
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("reactor.core.scheduler.PeriodicWorkerTask", "dispose");
    }
}
