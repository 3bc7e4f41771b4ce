package io.knowfirst.server.model;

/**
 * Visitors whom a public caller names without proof. They are kept apart from the visitor who has
 * the id, whose profile such a caller may neither read nor write; only draws for experiments are
 * the same for both.
 */
public final class Unproven {
  private static final String PREFIX = "unproven:";
  private static final int LONGEST = 200;

  private Unproven() {}

  /** The visitor for a name that nobody proved. */
  public static String visitor(String id) {
    var name = PREFIX + id;
    if (name.length() <= LONGEST) {
      return name;
    }
    boolean splits = Character.isHighSurrogate(name.charAt(LONGEST - 1));
    return name.substring(0, splits ? LONGEST - 1 : LONGEST);
  }

  /** A visitor of whom nothing was named at all. */
  public static String nobody() {
    return "";
  }

  /** Whether nobody proved that the visitor asks, so that no profile may be read. */
  public static boolean is(String visitor) {
    return visitor.isEmpty() || visitor.startsWith(PREFIX);
  }

  /**
   * The id that draws for experiments: the one that was named, whether proven or not; empty for
   * none.
   */
  public static String drawing(String visitor) {
    return visitor.startsWith(PREFIX) ? visitor.substring(PREFIX.length()) : visitor;
  }
}
