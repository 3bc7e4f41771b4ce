package io.knowfirst.server.rulesets.graduation;

/** The experiment has no winner that a rule could be made of; the message says why. */
public final class NotDecidedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotDecidedException(String message) {
    super(message);
  }
}
