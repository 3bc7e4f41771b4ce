package io.knowfirst.server.metrics;

/** What runs. */
public final class Version {
  /** Of this program, as in {@code pom.xml}. */
  public static final String PROGRAM = "0.1.0";

  private Version() {}
}
