/**
 * The simulator as a program of its own: sweeps over seeds, the lab, crash points, and the replay of one run. Needs what
 * is optional for the test kit: picocli, Jackson and the transport.
 */
@NullMarked
package io.github.reactiveraft.test.cli;

import org.jspecify.annotations.NullMarked;
