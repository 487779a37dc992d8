package io.github.reactiveraft.transport.rsocket;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets a thread that must not block wait for the lock that Netty's allocator holds for moments only, while that adds to what its
 * threads share. BlockHound's error in the middle of such a wait would lose what was to be sent with that buffer, for RSocket says
 * nothing of such an error.
 */
public final class InternalLocks implements BlockHoundIntegration {

    private static final String ALLOCATOR = "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup";

    /** Called once by BlockHound. */
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(ALLOCATOR, "tryExpandMagazines");
    }
}
