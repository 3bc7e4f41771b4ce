package io.knowfirst.server.access;

/** What lets a caller use a route: the kind of a key, or a role of a person. */
public sealed interface Grant permits KeyKind, Role {
  /** As it stands in lists, tables and answers. */
  String word();
}
