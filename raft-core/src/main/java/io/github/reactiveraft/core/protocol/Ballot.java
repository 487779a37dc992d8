package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.model.Sender;

/**
 * One answer to a request for a vote or a pre-vote.
 *
 * @param from who answered
 * @param term the term in the answer
 * @param isGranted whether it was a yes
 */
public record Ballot(Sender from, long term, boolean isGranted) {}
