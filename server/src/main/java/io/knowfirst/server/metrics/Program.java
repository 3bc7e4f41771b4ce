package io.knowfirst.server.metrics;

/** What runs. */
public final class Program {
  /** As in {@code pom.xml}. */
  public static final String VERSION = "0.1.0";

  private Program() {}
}
