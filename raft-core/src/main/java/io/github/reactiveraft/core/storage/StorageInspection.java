package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.HardState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a directory holds and whether a node can start from it, as {@link RaftStorage#inspect} found it. Immutable.
 *
 * @param directory the directory as people find it
 * @param identity whose it is, or null if that is lost, or was never written because the first start did not get to its
 *     end
 * @param state term and vote, or null if no copy is left, or if there is no identity for the same reason
 * @param snapshots those in force, the newest last
 * @param log what the log holds
 * @param findings everything that is not as it was written or is left over, in the order identity, state, log, snapshots;
 *     empty as a rule
 */
public record StorageInspection(
        String directory,
        @Nullable InspectedIdentity identity,
        @Nullable HardState state,
        List<InspectedSnapshot> snapshots,
        InspectedLog log,
        List<StorageFinding> findings) {

    /** Copies the lists. */
    public StorageInspection {
        snapshots = List.copyOf(snapshots);
        findings = List.copyOf(findings);
    }

    /** The worst of the findings. */
    public StorageVerdict verdict() {
        StorageVerdict worst = StorageVerdict.CLEAN;
        for (StorageFinding finding : findings) {
            worst = worst.worse(finding.verdict());
        }
        return worst;
    }
}
