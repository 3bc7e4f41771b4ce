package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.DrlFile.Concern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as its owner defines it, in a file beside the rules or over the API.
 *
 * @param name what people call it; the id where none is given
 * @param placement where it runs
 * @param split who takes part and how visitors are divided
 * @param audience conditions that a visitor must match to be asked; null for everyone
 * @param from first instant at which visitors are assigned; null for as soon as it is started
 * @param until first instant at which they are not any more; null for until it is stopped
 * @param bandit how weights follow results; null for weights that stay as they are
 * @param measurement what is measured and how it is judged
 * @param running whether visitors are assigned
 * @param newPhase whether a change that would bias the result may start the next phase
 * @param given the definition as it was written, as JSON values
 */
public record ExperimentFile(
    String id,
    String name,
    @Nullable String owner,
    String placement,
    List<Variation> variations,
    Split split,
    @Nullable AudienceConditions audience,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Bandit bandit,
    Measurement measurement,
    boolean running,
    boolean newPhase,
    Map<String, Object> given) {
  private static final int ALL = 10_000;

  /** How the rules' names begin that audiences are made. */
  public static final String AUDIENCE_OF = "Audience of ";

  /** What follows the conditions of an audience. */
  public static final String THEN = "then insert(new Audience(\"";

  /**
   * @param content id of the content it shows
   * @param weight share of those who take part, in basis points; all of an experiment's sum to
   *     10000
   * @param label what people call it
   */
  public record Variation(String id, String content, int weight, VariationLabel label) {}

  /**
   * What people are told of a variation; each is null where nobody said.
   *
   * @param description what is different in it
   * @param picture address of a picture of what was shown, https only
   */
  public record VariationLabel(
      @Nullable String name, @Nullable String description, @Nullable String picture) {}

  /**
   * @param phase from 1; a change that would bias the result starts the next
   * @param seed of the bucketing; null for one made of id and phase
   * @param hashVersion 1 or 2, those of GrowthBook
   * @param coverage share of the visitors who take part, in basis points (0 to 10000)
   * @param exclusion place among experiments of which a visitor enters one at most; null for none
   * @param order among the experiments of its placement, the lowest is asked first; null for after
   *     those that have one, in the order in which they started
   * @param forced variations by visitor, to look at them; never counted
   */
  public record Split(
      int phase,
      @Nullable String seed,
      int hashVersion,
      int coverage,
      @Nullable Exclusion exclusion,
      @Nullable Integer order,
      Map<String, String> forced) {
    public Split {
      forced = Map.copyOf(forced);
    }
  }

  /** Buckets {@code from} (0 to 9999) up to, not including, {@code to} of a group's 10,000. */
  public record Exclusion(String group, int from, int to) {
    /** Whether some visitor could be in both. */
    public boolean overlaps(Exclusion other) {
      return group.equals(other.group) && from < other.to && other.from < to;
    }
  }

  /**
   * @param goal name of the event that is a success
   * @param minimumWeight least weight of a variation, in basis points
   */
  public record Bandit(String goal, int minimumWeight) {}

  /**
   * Conditions in the language of rules.
   *
   * @param file where they stand
   * @param line of their first character, from 1
   */
  public record AudienceConditions(String conditions, String file, int line, int column) {
    /** Equal when they say the same, wherever it stands. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AudienceConditions that && conditions.equals(that.conditions);
    }

    @Override
    public int hashCode() {
      return conditions.hashCode();
    }

    /** The rule that they are, each character of them on the line where its author wrote it. */
    DrlFile drl(String experiment) {
      var head =
          "package knowfirst.experiments; import io.knowfirst.rules.facts.*; rule \""
              + AUDIENCE_OF
              + experiment
              + "\" when ";
      var gap = line == 1 ? "" : "\n".repeat(line - 1) + " ".repeat(Math.max(0, column - 1));
      var text =
          head
              + gap
              + conditions
              + (conditions.contains("//") ? "\n" : " ")
              + THEN
              + experiment
              + "\")); end\n";
      int shift = line == 1 ? head.length() + 1 - column : 0;
      return new DrlFile(file, Concern.AUDIENCES, text, Sentences.NONE, shift);
    }
  }

  public ExperimentFile {
    variations = List.copyOf(variations);
  }

  /** Whether some visitor could be asked by both on the same placement. */
  public boolean meets(ExperimentFile other) {
    var place = split.exclusion();
    var others = other.split.exclusion();
    boolean apart =
        place != null
            && others != null
            && place.group().equals(others.group())
            && !place.overlaps(others);
    return placement.equals(other.placement) && !apart;
  }

  /** Whether no visitor is left for another one, asked after this. */
  public boolean leavesNobodyTo(ExperimentFile later) {
    return split.coverage() == ALL
        && split.exclusion() == null
        && (audience == null || audience.equals(later.audience));
  }

  /** The audience as a rule; nothing where everyone is asked. */
  public List<DrlFile> drl() {
    return audience == null ? List.of() : List.of(audience.drl(id));
  }

  /** Of the split; the id where it says none. */
  public String seed() {
    return split.seed() == null ? id : split.seed();
  }

  /**
   * Reads one definition, as YAML or JSON.
   *
   * @param file what findings call it
   * @param id of an experiment that gives none itself
   * @param folder whose placements and contents it may name; null for no check of them
   * @throws RuleFolderException with everything that is wrong in it
   */
  public static ExperimentFile read(
      String file, String id, String text, @Nullable RuleFolder folder) {
    return ExperimentReader.read(file, id, text, folder);
  }
}
