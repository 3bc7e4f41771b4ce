package io.knowfirst.rules.base;

import java.util.List;

/** Breaks an evaluation off from within a condition. */
final class Overrun extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<String> rules;

  Overrun(List<String> rules) {
    super("over budget", null, false, false);
    this.rules = rules;
  }

  /** The rules that share the condition. */
  List<String> rules() {
    return rules;
  }
}
