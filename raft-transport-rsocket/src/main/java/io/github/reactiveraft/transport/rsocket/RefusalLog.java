package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.model.RaftResponse.Refused;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once per reason and sender that requests are refused: somebody should look, but a misconfigured peer must not be
 * able to fill the disk with what it causes, nor the memory with names it makes up.
 */
final class RefusalLog {

    static final int REMEMBERED = 256;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final String node;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    RefusalLog(String node) {
        this.node = node;
    }

    /** Logs the first refusal of its kind and returns whether it was that. */
    boolean log(Refused refusal, String from) {
        // Threads that pass here together may each add one more; there are only a few.
        if (seen.size() < REMEMBERED && seen.add(refusal.reason() + " " + from)) {
            LOG.warn(
                    "Refusing requests, said once: node={} reason={} from={}: {}",
                    node,
                    refusal.reason(),
                    from,
                    refusal.message());
            return true;
        }
        LOG.debug("Refused: node={} reason={} from={}: {}", node, refusal.reason(), from, refusal.message());
        return false;
    }
}
