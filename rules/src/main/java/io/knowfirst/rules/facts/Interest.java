package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much the visitor cares for one category, brand, colour, size or price band, weighed from what
 * they did and stated. One stands for each of the strongest values of a kind; of categories, which
 * also stand for all below them, for the strongest of each depth.
 */
public final class Interest implements Fact {
  private final String kind;
  private final String value;
  private final double score;
  private final double share;
  private final int rank;
  private final InterestSum evidence;
  private final @Nullable Origin stated;
  private final Visitor visitor;
  private final ShopClock clock;

  Interest(
      String kind,
      String value,
      double score,
      double share,
      int rank,
      InterestSum evidence,
      @Nullable Origin stated,
      Visitor visitor,
      ShopClock clock) {
    this.kind = kind;
    this.value = value;
    this.score = score;
    this.share = share;
    this.rank = rank;
    this.evidence = evidence;
    this.stated = stated;
    this.visitor = visitor;
    this.clock = clock;
  }

  /** {@code category}, {@code brand}, {@code colour}, {@code size} or {@code price}. */
  public String kind() {
    return kind;
  }

  /** A category's dotted path, a price band such as {@code 50-100}, else a text in lower case. */
  public String value() {
    return value;
  }

  /** The weights of all that speaks for it, each halved once for each half-life of its age. */
  public double score() {
    return score;
  }

  /** 1 for the highest score of the kind; of categories, among those of the same depth. */
  public int rank() {
    return rank;
  }

  /** Its part, from 0 to 1, of the score of everything that has a value of the kind. */
  public double share() {
    return share;
  }

  /**
   * How the last 7 days compare with a week of the 28 days before: from 1 (all of it is new) over 0
   * (as ever, or nothing in five weeks) to -1 (nothing of late).
   */
  public double trend() {
    return evidence.trend(clock);
  }

  public Visitor visitor() {
    return visitor;
  }

  @Override
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    values.put("kind", kind);
    values.put("value", value);
    values.put("score", rounded(score));
    values.put("rank", rank);
    values.put("share", rounded(share));
    values.put("trend", rounded(trend()));
    return values;
  }

  @Override
  public List<Origin> origins() {
    var origins = evidence.origins();
    if (stated != null) {
      origins.add(stated);
    }
    return List.copyOf(origins);
  }

  private static double rounded(double number) {
    return Math.round(number * 10_000) / 10_000.0;
  }
}
