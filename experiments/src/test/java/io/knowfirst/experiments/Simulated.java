package io.knowfirst.experiments;

import java.util.Locale;

/**
 * How often something happens in worlds whose truth is known, as a row of the table that {@code mvn
 * -pl experiments -P simulations test} prints and docs/statistics.md holds.
 */
public final class Simulated {

  /** Worlds of each kind: few with all tests, many with the profile "simulations". */
  public static final int RUNS = Integer.getInteger("simulation.runs", 150);

  private Simulated() {}

  /** One world. */
  public interface World {
    boolean happens(long seed);
  }

  /**
   * The share of worlds in which it happens.
   *
   * @param nominal what it should be, for people
   */
  public static double share(String what, String nominal, long seed, World world) {
    int times = 0;
    for (int i = 0; i < RUNS; i++) {
      times += world.happens(seed * 1_000_003 + i) ? 1 : 0;
    }
    return told(what, nominal, times, RUNS);
  }

  /** Prints a share that was counted elsewhere. */
  public static double told(String what, String nominal, int times, int of) {
    double share = (double) times / Math.max(1, of);
    System.out.printf(Locale.ROOT, "| %s | %s | %.1f %% |%n", what, nominal, 100 * share);
    return share;
  }

  /** What chance adds to a share in so many runs, three standard deviations. */
  public static double chance(double share, int runs) {
    return 3 * Math.sqrt(share * (1 - share) / runs);
  }
}
