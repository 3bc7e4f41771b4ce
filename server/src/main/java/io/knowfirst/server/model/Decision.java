package io.knowfirst.server.model;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.rules.folder.Campaign;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer for all placements of one request.
 *
 * @param id by which the stored explanation is found
 * @param visitor who asked; empty for nobody
 * @param ruleset hash of the rule base that decided
 * @param catalogue version of the catalogue that products came from
 * @param placements in the order asked
 * @param events what became of the request's own events; null where it had none
 */
public record Decision(
    String id,
    String visitor,
    String ruleset,
    long catalogue,
    Instant at,
    List<Placed> placements,
    @Nullable Taken events) {
  public Decision {
    placements = List.copyOf(placements);
  }

  /**
   * Events of the request that were new, that were there already, that the shop stores only with
   * consent, and whether they could be stored at all.
   */
  public record Taken(int accepted, int duplicates, int withheld, boolean stored) {
    public Taken(int accepted, int duplicates, boolean stored) {
      this(accepted, duplicates, 0, stored);
    }
  }

  /**
   * What one placement shows.
   *
   * @param by what chose it
   * @param holdout drawn for a visitor for whom a rule applies; null where nobody is held out
   * @param content null where the placement has no default
   * @param token proves an exposure when it comes back; empty where nobody is named
   */
  public record Placed(
      String placement,
      Chooser by,
      @Nullable HoldoutAssignment holdout,
      @Nullable Shown content,
      Reason reason,
      String token) {
    public Outcome outcome() {
      return by.outcome();
    }

    /** That of the rule; null where no rule chose. */
    public @Nullable String campaign() {
      return by instanceof Ruled ruled ? ruled.campaign() : null;
    }

    /** Null where no experiment chose. */
    public @Nullable Tested experiment() {
      return by instanceof Tested tested ? tested : null;
    }
  }

  /** What chose a content: a rule, an experiment, or neither. */
  public sealed interface Chooser permits Ruled, Tested, Fallback {
    /** As answers and reports call it. */
    Outcome outcome();
  }

  /** A campaign whose rule applies. */
  public record Ruled(String campaign, Campaign.Style style) implements Chooser {
    @Override
    public Outcome outcome() {
      return Outcome.KNOWN;
    }
  }

  /** The placement's default, where neither a rule nor an experiment applies. */
  public record Fallback() implements Chooser {
    @Override
    public Outcome outcome() {
      return Outcome.DEFAULT;
    }
  }

  /**
   * A variation of an experiment; bucket 0 to 9999; propensity is the chance of this variation, 0
   * to 1; source is how the variation was found.
   */
  public record Tested(
      String experiment,
      String variation,
      int phase,
      int bucket,
      double propensity,
      Assignment.Source source)
      implements Chooser {
    @Override
    public Outcome outcome() {
      return Outcome.TESTED;
    }

    /** Whether it enters the analysis. */
    public boolean counted() {
      return source != Assignment.Source.FORCED;
    }
  }

  /**
   * A content as the page gets it.
   *
   * @param products chosen from the catalogue, best first
   * @param bases what recommends them, in their order; empty where the content does not ask for
   *     recommendations by name
   * @param language of the payload, where the content has others and the visitor reads one of them;
   *     null for that without a tag
   */
  public record Shown(
      String id,
      Map<String, Object> payload,
      List<Product> products,
      List<Basis> bases,
      @Nullable String language) {
    public Shown {
      products = List.copyOf(products);
      bases = List.copyOf(bases);
    }

    public Shown(String id, Map<String, Object> payload, List<Product> products) {
      this(id, payload, products, List.of(), null);
    }
  }

  /**
   * What a recommended product rests on.
   *
   * @param by the recommendation that found it: {@code bought-together}; or {@code popular}, where
   *     none of those named found enough
   * @param text in words: {@code bought together with p-77 by 31 of 204}
   */
  public record Basis(String product, String by, String text) {}
}
