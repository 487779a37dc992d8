/**
 * The test kit: run your own state machine on a whole cluster in virtual time, from a plain JUnit test, and look at it
 * with StepVerifier. Start with {@link io.github.reactiveraft.test.RaftCluster}; let
 * {@link io.github.reactiveraft.test.RaftClusterExtension} choose the seeds.
 */
@NullMarked
package io.github.reactiveraft.test;

import org.jspecify.annotations.NullMarked;
