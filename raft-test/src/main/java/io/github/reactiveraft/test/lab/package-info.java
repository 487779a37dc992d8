/**
 * The scenarios of the MIT 6.824 Raft lab, re-created in virtual time: the same steps, the same pass criteria, the same
 * bounds on time, messages and bytes, each over many seeds and with every safety rule checked at every step.
 */
@NullMarked
package io.github.reactiveraft.test.lab;

import org.jspecify.annotations.NullMarked;
