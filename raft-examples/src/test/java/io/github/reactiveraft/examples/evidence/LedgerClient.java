package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.process.Door;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Talks to one node. */
final class LedgerClient {

    private static final JsonMapper JSON = new JsonMapper();

    private final Door door;

    LedgerClient(int port) {
        this.door = new Door(port);
    }

    /** Sends one command, once. */
    Mono<Fate> enter(long id) {
        return door.post("/enter/" + id).map(Fate::of);
    }

    /** The whole state, page by page; empty if it cannot be had now. */
    Mono<List<Entry>> entries() {
        return page(0).expand(page -> page.size() < LedgerMachine.PAGE_COUNT
                        ? Mono.empty()
                        : page(page.get(page.size() - 1).id() + 1))
                .collectList()
                // What could not be read is no page, not an empty one; only a page that is not full is the last.
                .filter(pages -> !pages.isEmpty() && pages.get(pages.size() - 1).size() < LedgerMachine.PAGE_COUNT)
                .map(pages -> pages.stream().flatMap(List::stream).toList());
    }

    private Mono<List<Entry>> page(long fromId) {
        return door.get("/entries/" + fromId).map(Entry::parse);
    }

    /** How many bytes of the node's heap are in use; empty if it does not answer. */
    Mono<Long> liveBytes() {
        return door.get("/memory").map(Long::valueOf);
    }

    /** How the node is; empty if it does not answer. */
    Mono<NodeView> view() {
        return door.get("/status").map(text -> JSON.readValue(text, NodeView.class));
    }
}
