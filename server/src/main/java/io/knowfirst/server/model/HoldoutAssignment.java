package io.knowfirst.server.model;

import io.knowfirst.experiments.assignment.Holdout.Arm;
import java.util.List;

/**
 * What became of a visitor for whom a rule applies, where some such visitors are held out.
 *
 * @param scope {@code global}, or the campaign whose own holdout decided
 * @param campaign that won
 * @param arm what the visitor gets
 * @param draws what is recorded once it is shown: of the global holdout where there is one, then of
 *     the campaign, whose propensity is that of both
 */
public record HoldoutAssignment(String scope, String campaign, Arm arm, List<Draw> draws) {
  /** Under which all visitors are recorded who were drawn for by the global holdout. */
  public static final String EVERYWHERE = "holdout";

  public HoldoutAssignment {
    draws = List.copyOf(draws);
  }

  /** Under which visitors for whom a campaign won are recorded. */
  public static String of(String campaign) {
    return EVERYWHERE + ":" + campaign;
  }

  /** The campaign that {@link #of} named so; empty for any other. */
  public static String campaign(String experiment) {
    return experiment.startsWith(EVERYWHERE + ":")
        ? experiment.substring(EVERYWHERE.length() + 1)
        : "";
  }

  /** Whether the rule's content is kept from the visitor. */
  public boolean out() {
    return arm != Arm.KNOWN;
  }

  /** Whether the visitor gets the default, even where an experiment runs. */
  public boolean fromTests() {
    return arm == Arm.DEFAULT;
  }

  /** Why the winner is not shown. */
  public Reason.Note note() {
    return new Reason.Note(
        Reason.Code.HELD_OUT,
        "%s won, but the visitor is held out (%s) and gets what they would have got unknown: %s."
            .formatted(campaign, scope, fromTests() ? "the default" : "a test, else the default"));
  }

  /** Of the arm drawn. */
  public double propensity() {
    return draws.get(draws.size() - 1).propensity();
  }

  /** As it stands in answers: {@code known}, {@code tested} or {@code default}. */
  public static String word(Arm arm) {
    return (arm == Arm.TEST ? Outcome.TESTED : arm == Arm.KNOWN ? Outcome.KNOWN : Outcome.DEFAULT)
        .word();
  }

  /**
   * One drawing, as if it were an experiment.
   *
   * @param experiment {@code holdout} or {@code holdout:CAMPAIGN}
   * @param variation as {@link #word}
   * @param bucket 0 to 9999
   * @param propensity of the variation, above 0 and at most 1
   */
  public record Draw(String experiment, String variation, int bucket, double propensity) {
    private static final int PARTS = 4;

    /** On one line, for tokens and events. */
    public String text() {
      return variation + ":" + bucket + ":" + propensity + ":" + experiment;
    }

    /** Reads what {@link #text} wrote. */
    public static Draw of(String text) {
      var parts = text.split(":", PARTS);
      return new Draw(parts[3], parts[0], Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
    }
  }
}
