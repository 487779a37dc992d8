package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The lab's key-value store. It does not know who asks, nor whether it was asked before. A command is answered with the length of
 * the value that it leaves, by which appends that were under way at the same time can be put in order.
 */
final class KvMachine implements StateMachine<String, String, String> {

    private static final String BETWEEN = "\t";
    private static final String END = "\n";

    private final SortedMap<String, String> values = new TreeMap<>();

    @Override
    public Codec<String> commandCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<String> queryCodec() {
        return Codec.utf8();
    }

    @Override
    public Codec<String> resultCodec() {
        return Codec.utf8();
    }

    @Override
    public String apply(String command, ApplyContext<String> context) {
        return Integer.toString(KvInput.apply(command, values).length());
    }

    @Override
    public String query(String key) {
        return values.getOrDefault(key, "");
    }

    @Override
    public long digest() {
        long digest = 0;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            digest = Fingerprint.combine(digest, Fingerprint.of(entry.getKey()));
            digest = Fingerprint.combine(digest, Fingerprint.of(entry.getValue()));
        }
        return digest;
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append(BETWEEN).append(value).append(END));
        return Chunks.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks).doOnNext(this::become).then();
    }

    private void become(ByteBuffer state) {
        values.clear();
        StandardCharsets.UTF_8.decode(state).toString().lines().forEach(line -> {
            String[] words = line.split(BETWEEN, 2);
            values.put(words[0], words[1]);
        });
    }
}
