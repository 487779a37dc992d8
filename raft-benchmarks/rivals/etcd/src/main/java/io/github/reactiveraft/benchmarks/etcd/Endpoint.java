package io.github.reactiveraft.benchmarks.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Response;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.github.reactiveraft.benchmarks.system.Completion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One member, as seen from outside. */
final class Endpoint implements AutoCloseable {

    private static final ByteSequence KEY = ByteSequence.from("counter", StandardCharsets.US_ASCII);
    private static final int STATUS_MILLIS = 500;

    private final String url;
    private final Client client;
    private final KV keys;

    /** Where every call passes through the executor once. */
    Endpoint(String address, ExecutorService executor) {
        url = EtcdCommand.clientUrl(address);
        client = Client.builder()
                .endpoints(url)
                .executorService(executor)
                // Or calls to a member that is gone wait until it is back.
                .waitForReady(false)
                .interceptor(new Deadline())
                .build();
        keys = client.getKVClient();
    }

    /** Asks it whether it takes itself for the leader; blocks for half a second at most. */
    boolean isLeader() {
        try {
            StatusResponse status =
                    client.getMaintenanceClient().statusMember(url).get(STATUS_MILLIS, TimeUnit.MILLISECONDS);
            return status.getLeader() == status.getHeader().getMemberId();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void put(byte[] value, Completion completion, Consumer<Throwable> failed) {
        tell(keys.put(KEY, ByteSequence.from(value)), completion, failed);
    }

    /** Linearizable, as always unless another read is asked for. */
    void get(Completion completion, Consumer<Throwable> failed) {
        tell(keys.get(KEY), completion, failed);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Every write of anything makes the revision one more. */
    private static void tell(
            CompletableFuture<? extends Response> response, Completion completion, Consumer<Throwable> failed) {
        var unused = response.whenComplete((answer, error) -> {
            if (error == null) {
                completion.done(answer.getHeader().getRevision());
            } else {
                failed.accept(error);
            }
        });
    }
}
