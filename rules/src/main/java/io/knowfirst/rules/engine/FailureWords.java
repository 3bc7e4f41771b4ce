package io.knowfirst.rules.engine;

/** Says why a rule failed in the words of its author, who knows nothing of Java's exceptions. */
final class FailureWords {
  private FailureWords() {}

  static String of(Throwable problem) {
    var cause = problem;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof NullPointerException) {
      return "something it calls or computes with is unknown. Maybe ask first whether it is != null.";
    } else if (cause instanceof ArithmeticException) {
      return "it divides by zero. Maybe ask first whether the divisor is != 0.";
    } else if (cause instanceof StackOverflowError) {
      return "its conditions nest too deep. Maybe derive segments first.";
    }
    return "a value is not of the kind that it computes with. Maybe compare it with == first.";
  }
}
