package io.github.reactiveraft.test.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every way to get snapshots wrong that the contract is there to find was seen to be found. */
class SnapshotContractTest {

    private static BiFunction<StringBuilder, Flux<ByteBuffer>, Mono<Void>> joined(
            BiConsumer<StringBuilder, String> replacing) {
        return (text, chunks) -> Chunks.join(chunks)
                .doOnNext(whole -> replacing.accept(text, Codec.utf8().decode(whole)))
                .then();
    }

    private static void assertFound(ThrowingCallable rule, String message) {
        assertThatThrownBy(rule).isInstanceOf(AssertionError.class).hasMessageContaining(message);
    }

    @Test
    void partThatIsNotCapturedIsFound() {
        CheckedWords contract = Words.GOOD
                .capturing(text -> Chunks.of(Words.bytes(text.substring(Math.min(1, text.length())))))
                .contract();

        assertFound(contract::restoredReplicaGoesOnLikeOneThatNeverWas, "restored before every command");
    }

    @Test
    void partThatIsNotRestoredIsFound() {
        CheckedWords contract = Words.GOOD
                .restoring(
                        joined((text, captured) -> Words.replace(text, captured.substring(0, captured.length() / 2))))
                .contract();

        assertFound(contract::restoredReplicaGoesOnLikeOneThatNeverWas, "restored before every command");
    }

    @Test
    void stateThatIsKeptIsFound() {
        CheckedWords contract =
                Words.GOOD.restoring(joined(StringBuilder::append)).contract();

        assertFound(contract::restoringLeavesNothingOfTheStateBefore, "had another state before");
        assertThatCode(contract::restoredReplicaGoesOnLikeOneThatNeverWas).doesNotThrowAnyException();
    }

    @Test
    void stateThatIsCapturedWhenItIsReadIsFound() {
        CheckedWords late = Words.GOOD
                .capturing(text -> Mono.fromSupplier(() -> ByteBuffer.wrap(Words.bytes(text))))
                .contract();
        CheckedWords whileRead = Words.GOOD
                .capturing(text -> {
                    String captured = text.toString();
                    return Flux.defer(() -> {
                                int length = text.length();
                                return Flux.just(captured).concatWith(Mono.fromSupplier(() -> text.substring(length)));
                            })
                            .map(part -> ByteBuffer.wrap(Words.bytes(part)));
                })
                .contract();

        assertFound(late::snapshotShowsTheStateAtItsCapture, "a snapshot that was read later");
        assertFound(whileRead::snapshotShowsTheStateAtItsCapture, "a snapshot that was read later");
        assertThatCode(late::restoredReplicaGoesOnLikeOneThatNeverWas).doesNotThrowAnyException();
    }

    @Test
    void captureThatChangesTheStateIsFound() {
        CheckedWords contract = Words.GOOD
                .capturing(text -> {
                    byte[] captured = Words.bytes(text);
                    text.append('!');
                    return Chunks.of(captured);
                })
                .contract();

        assertFound(contract::snapshotShowsTheStateAtItsCapture, "never captured, and one that was");
    }

    @Test
    void bufferThatIsUsedAgainForTheNextChunkIsFound() {
        CheckedWords contract = Words.GOOD
                .capturing(text -> {
                    byte[] memory = new byte[1];
                    byte[] captured = Words.bytes(text);
                    return Flux.range(0, captured.length).map(index -> {
                        memory[0] = captured[index];
                        return ByteBuffer.wrap(memory);
                    });
                })
                .contract();

        assertFound(contract::restoredReplicaGoesOnLikeOneThatNeverWas, "restored before every command");
    }

    @Test
    void chunksThatAreTakenForTheWholeAreFound() {
        CheckedWords contract = Words.GOOD
                .restoring((text, chunks) -> chunks.doOnNext(
                                chunk -> Words.replace(text, Codec.utf8().decode(chunk)))
                        .then())
                .contract();

        assertFound(contract::restoredReplicaGoesOnLikeOneThatNeverWas, "restored before every command");
    }

    @Test
    void chunksThatAreKeptAreFound() {
        CheckedWords contract = Words.GOOD
                .restoring((text, chunks) -> chunks.collectList()
                        .doOnNext(kept -> Words.replace(text, decoded(kept)))
                        .then())
                .contract();

        assertFound(contract::restoredReplicaGoesOnLikeOneThatNeverWas, "restored before every command");
        assertFound(contract::restoringLeavesNothingOfTheStateBefore, "had another state before");
    }

    private static String decoded(List<ByteBuffer> chunks) {
        StringBuilder all = new StringBuilder();
        chunks.forEach(chunk -> all.append(Codec.utf8().decode(chunk)));
        return all.toString();
    }

    @Test
    void errorThatIsTakenForTheEndIsFound() {
        CheckedWords swallowing = Words.GOOD
                .restoring((text, chunks) -> Words.GOOD.restore().apply(text, chunks.onErrorComplete()))
                .contract();
        CheckedWords hasty = Words.GOOD
                .restoring((text, chunks) -> Words.GOOD.restore().apply(text, chunks.take(1)))
                .contract();

        assertFound(swallowing::damagedSnapshotIsNoState, "restore a snapshot that is damaged after 0 bytes");
        assertFound(hasty::damagedSnapshotIsNoState, "restore a snapshot that is damaged after 1 bytes");
    }

    @Test
    void failureOfTheMachineIsFound() {
        CheckedWords unread = Words.GOOD
                .capturing(text -> Mono.error(new IllegalStateException("unread")))
                .contract();
        CheckedWords unwritten = Words.GOOD
                .restoring((text, chunks) -> chunks.then(Mono.error(new IllegalStateException("unwritten"))))
                .contract();
        CheckedWords absent = Words.GOOD.capturing(text -> null).contract();

        assertFound(unread::restoredReplicaGoesOnLikeOneThatNeverWas, "[read a snapshot]");
        assertFound(
                unwritten::restoredReplicaGoesOnLikeOneThatNeverWas, "[restore a snapshot in chunks of up to 1 bytes]");
        assertFound(absent::restoredReplicaGoesOnLikeOneThatNeverWas, "snapshot() returns null");
    }
}
