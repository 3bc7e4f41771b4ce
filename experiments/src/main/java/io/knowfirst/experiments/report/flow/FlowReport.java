package io.knowfirst.experiments.report.flow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.LedgerData;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The funnel of a campaign of steps, and what it was worth by entry: who is held out is drawn on
 * entering, so everybody who entered is compared, whichever steps they came to.
 *
 * @param from first day, of entering
 * @param until last day
 * @param stages the steps that show or send something, in the order of the campaign
 * @param value the metric by which the effect is told; null where there is none
 * @param effect against the holdout; null where nobody is held out, or nothing is counted yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FlowReport(
    String campaign,
    String title,
    @JsonSerialize(using = ToStringSerializer.class) LocalDate from,
    @JsonSerialize(using = ToStringSerializer.class) LocalDate until,
    Entries entries,
    List<Stage> stages,
    LedgerData.@Nullable Value value,
    @Nullable Account effect,
    List<Provenance> provenance) {
  public FlowReport {
    stages = List.copyOf(stages);
    provenance = List.copyOf(provenance);
  }

  /**
   * Entries as a whole.
   *
   * @param entered how often visitors entered
   * @param inside how many of them are inside still
   * @param left why visitors left, the most frequent reason first
   */
  public record Entries(long entered, long inside, List<Departure> left) {
    public Entries {
      left = List.copyOf(left);
    }
  }

  /** How many left for a reason. */
  public record Departure(String reason, long visitors) {}

  /**
   * One step.
   *
   * @param action show or send
   * @param came how often visitors came to it
   * @param held of these, the visitors who are held out; of a step that shows, 0
   * @param notSent of these, those to whom nothing could be sent
   * @param told how often it was really shown, or sent
   * @param responded how often something came back
   * @param channels the same by channel
   * @param left of those who left the campaign, those at this step
   */
  public record Stage(
      String step,
      String action,
      long came,
      long held,
      long notSent,
      long told,
      long responded,
      List<OnChannel> channels,
      List<Departure> left) {
    public Stage {
      channels = List.copyOf(channels);
      left = List.copyOf(left);
    }
  }

  /** A step on one channel. */
  public record OnChannel(String channel, long told, long responded) {}
}
