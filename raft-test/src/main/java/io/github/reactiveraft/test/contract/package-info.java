/**
 * What every implementation of an SPI has to do, as tests to inherit: implement the interface in a test class, say how to
 * create the subject, and JUnit runs the rest.
 */
@NullMarked
package io.github.reactiveraft.test.contract;

import org.jspecify.annotations.NullMarked;
