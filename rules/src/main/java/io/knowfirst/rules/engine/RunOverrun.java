package io.knowfirst.rules.engine;

/** A run took longer than it may. */
final class RunOverrun extends RuntimeException {
  private static final long serialVersionUID = 1;

  RunOverrun() {
    super("The run took longer than it may.", null, false, false);
  }
}
