/**
 * A whole cluster on one thread in virtual time: the nodes are the production ones, unchanged; threads, clock,
 * randomness, network and disk around them are simulated, and one seed decides everything. The same seed gives the same
 * run, so a failure that was seen once can be looked at for as long as it takes.
 */
@NullMarked
package io.github.reactiveraft.test.sim;

import org.jspecify.annotations.NullMarked;
