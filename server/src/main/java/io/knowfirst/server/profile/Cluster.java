package io.knowfirst.server.profile;

/** This process as a member of a Hazelcast cluster. */
public final class Cluster implements AutoCloseable {
  private Cluster() {}

  /**
   * Starts the member. Blocks until it has joined.
   *
   * @throws IllegalArgumentException with advice, when the configuration cannot be used
   */
  public static Cluster start(ClusterSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** One line for people: where the member listens and how many there are. */
  public String describe() {
    throw new UnsupportedOperationException();
  }

  /** How many members there are now, this one included. */
  public int members() {
    throw new UnsupportedOperationException();
  }

  /** Hands its profiles over to the others and leaves. */
  @Override
  public void close() {}
}
