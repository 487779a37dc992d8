/**
 * Hostile input for tests of decoders: valid bytes, damaged in every way that a disk, a network or an enemy may think
 * of, and trials that watch what a decoder makes of them. In the test-jar, for the tests of all modules.
 */
@NullMarked
package io.github.reactiveraft.api.fuzz;

import org.jspecify.annotations.NullMarked;
