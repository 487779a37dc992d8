/**
 * Whole clusters under random faults: a seed draws what is done to the nodes, their disks, clocks, network and clients; a
 * safety phase checks every rule at every step, then everything is healed and the cluster has to come back. What the
 * clients saw is judged by a linearizability checker and by the committed log.
 */
@NullMarked
package io.github.reactiveraft.test.chaos;

import org.jspecify.annotations.NullMarked;
