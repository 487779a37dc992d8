package io.github.reactiveraft.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * In place of {@code @Test}: runs the test once with every seed from 1 to this number, so that a gate which was green
 * stays green. The JUnit configuration parameter {@code raft.seed}, in Maven {@code -Draft.seed=N}, runs it with that one
 * seed instead. Brings {@link RaftClusterExtension} along.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(RaftClusterExtension.class)
public @interface Seeds {

    /** How many seeds, from 1 on. */
    int value();
}
