/**
 * The words of the paper as data: what the protocol decides on, what travels between nodes and what is on disk. Records
 * and immutable values only. For implementers of the SPI; may change in a minor version.
 */
@NullMarked
package io.github.reactiveraft.api.model;

import org.jspecify.annotations.NullMarked;
