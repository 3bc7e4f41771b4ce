package io.knowfirst.experiments.report.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Missing;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ReportJson;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What knowing was worth, as pure data: the same numbers for every way to render it.
 *
 * @param everywhere over all campaigns
 * @param campaigns the one with most at stake first
 * @param goals campaigns by a goal of their own, where they have one
 * @param ignorance what to learn next, the most worth first
 * @param method how the numbers were made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ledger(
    @JsonSerialize(using = ToStringSerializer.class) LocalDate from,
    @JsonSerialize(using = ToStringSerializer.class) LocalDate until,
    LedgerData.Value value,
    List<Shares> shares,
    Account everywhere,
    List<Account> campaigns,
    List<Goal> goals,
    List<Lesson> ignorance,
    List<Sentence> method,
    List<Provenance> provenance) {

  public Ledger {
    shares = List.copyOf(shares);
    campaigns = List.copyOf(campaigns);
    goals = List.copyOf(goals);
    ignorance = List.copyOf(ignorance);
    method = List.copyOf(method);
    provenance = List.copyOf(provenance);
  }

  /**
   * Campaigns whose goal is the same.
   *
   * @param value what counts as their success
   * @param campaigns the one with most at stake first
   */
  public record Goal(LedgerData.Value value, List<Account> campaigns) {
    public Goal {
      campaigns = List.copyOf(campaigns);
    }
  }

  /** The same, with campaigns by goals of their own. */
  public Ledger withGoals(List<Goal> own) {
    return new Ledger(
        from, until, value, shares, everywhere, campaigns, own, ignorance, method, provenance);
  }

  /** The same numbers of campaigns alone, by what counts as their success. */
  Ledger by(Goal goal) {
    return new Ledger(
        from,
        until,
        goal.value(),
        shares,
        everywhere,
        goal.campaigns(),
        List.of(),
        ignorance,
        method,
        provenance);
  }

  /** What to learn next alone, with the period and the metric. */
  public Learning learning() {
    return new Learning(from, until, value, ignorance);
  }

  /** What to learn next, the most worth first. */
  public record Learning(
      @JsonSerialize(using = ToStringSerializer.class) LocalDate from,
      @JsonSerialize(using = ToStringSerializer.class) LocalDate until,
      LedgerData.Value value,
      List<Lesson> ignorance) {
    public Learning {
      ignorance = List.copyOf(ignorance);
    }

    /** As JSON. */
    public String json() {
      return ReportJson.render(this, LedgerTexts.of(Locale.ENGLISH));
    }
  }

  /**
   * Decisions and their shares, 0 to 1; all 0 where there were none.
   *
   * @param title what people call the placement or campaign
   */
  public record Shares(
      LedgerData.Over over,
      String name,
      String title,
      long decisions,
      double known,
      double tested,
      double byDefault) {}

  /** What is set against what. */
  public enum Pair {
    KNOWING_OVER_TESTING,
    TESTING_OVER_DEFAULT,
    KNOWING_OVER_DEFAULT
  }

  /**
   * What is known of one campaign, or of all.
   *
   * @param campaign empty over all
   * @param title what people call the campaign
   * @param visitors for whom a rule applied, and who are compared
   * @param others visitors who reached the campaign by way of another one and are not compared
   * @param arms known, tested, default
   * @param split whether the holdout drew as configured
   * @param contrasts the three pairs
   * @param holdoutCost what the visitors held out would have brought in, had they been known; null
   *     where it cannot be told
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Account(
      String campaign,
      String title,
      long visitors,
      long others,
      List<Arm> arms,
      Split split,
      List<Contrasted> contrasts,
      @Nullable Estimate holdoutCost) {
    public Account {
      arms = List.copyOf(arms);
      contrasts = List.copyOf(contrasts);
    }

    /** One of the three. */
    public Contrasted of(Pair pair) {
      return contrasts.stream().filter(one -> one.pair() == pair).findFirst().orElseThrow();
    }
  }

  /**
   * One arm.
   *
   * @param value mean of the metric with its own interval, weighted; null where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Arm(String name, long visitors, @Nullable Double value) {}

  /**
   * The check of the sample ratio.
   *
   * @param p null where there are too few visitors
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Split(Status status, @Nullable Double p) {}

  /**
   * One arm against another.
   *
   * @param difference for each visitor, in the metric's unit, the scale of the verdict, or null
   * @param lift relative to the worse-informed arm, or null
   * @param p of the difference, always valid, 0 to 1, or null
   * @param adjustedP over all campaigns, 0 to 1, or null
   * @param stake the difference for all visitors of the period, in the metric's unit, or null
   * @param missing why numbers are missing, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Contrasted(
      Pair pair,
      Outcome outcome,
      @Nullable Estimate difference,
      @Nullable Estimate lift,
      @Nullable Double p,
      @Nullable Double adjustedP,
      @Nullable Estimate stake,
      @Nullable Missing missing) {

    Contrasted judged(@Nullable Double adjusted, Outcome judgement) {
      return new Contrasted(pair, judgement, difference, lift, p, adjusted, stake, missing);
    }
  }

  /**
   * A fact worth learning.
   *
   * @param told share of the decisions looked at that had the fact, 0 to 1, or null
   * @param decisions it would have turned into known ones in the period, at most as often as its
   *     campaigns were seen to win
   * @param mostDecisions the same if all were like those who told the fact
   * @param visitors of these decisions
   * @param gain estimated for the period, in the metric's unit, up to what it were if all were like
   *     those who told the fact; null where no campaign says anything
   * @param certain whether all that it would let fire is proven to be better by its own account
   * @param rules that would have fired
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Lesson(
      String fact,
      @Nullable Double told,
      double decisions,
      double mostDecisions,
      double visitors,
      long sampled,
      @Nullable Estimate gain,
      boolean certain,
      List<Opened> rules) {
    public Lesson {
      rules = List.copyOf(rules);
    }
  }

  /** A rule that a fact would have let fire. */
  public record Opened(String rule, String campaign, double decisions) {}
}
