package io.github.reactiveraft.benchmarks.results;

/**
 * Where the samples of a system come from.
 *
 * @param system whose
 * @param version of the system
 * @param day when, as 2026-01-31
 * @param java which virtual machine
 * @param machine what it ran on
 */
public record Origin(String system, String version, String day, String java, String machine) {}
