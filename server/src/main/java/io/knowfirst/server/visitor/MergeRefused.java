package io.knowfirst.server.visitor;

/** Two known visitors are not merged, or not parted; the message says why. */
public final class MergeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MergeRefused(String reason) {
    super(reason);
  }
}
