package io.github.reactiveraft.api;

/**
 * The role a node took, stamped with the term it took it in.
 *
 * @param term the term, never smaller than that of an earlier change
 * @param role the role from now on
 */
public record RoleChange(long term, Role role) {}
