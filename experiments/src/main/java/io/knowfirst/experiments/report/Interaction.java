package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;

/**
 * How much more a variation does where another experiment shows its variation in place of its
 * control.
 *
 * @param experiment id of the other
 * @param variation that is compared with the control
 * @param other variation of the other experiment
 * @param visitors of the four cells
 * @param difference of the two differences
 * @param p at any look, 0 to 1
 * @param adjustedP after Holm's correction over all pairs, 0 to 1
 * @param beside the two differences
 */
public record Interaction(
    String experiment,
    String variation,
    String other,
    long visitors,
    Estimate difference,
    double p,
    double adjustedP,
    Beside beside) {

  /**
   * What the variation does beside either of two variations of the other experiment.
   *
   * @param title what people call the other experiment
   * @param control what they call its control
   * @param other what they call its variation
   * @param without the difference where the other shows its control
   * @param with the difference where it shows its variation
   */
  public record Beside(
      String title, String control, String other, Estimate without, Estimate with) {}
}
