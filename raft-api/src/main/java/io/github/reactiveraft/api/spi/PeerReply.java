package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;

/**
 * An answer with who gave it.
 *
 * @param from the answering node and its incarnation
 * @param response what it said
 */
public record PeerReply(Sender from, RaftResponse response) {}
