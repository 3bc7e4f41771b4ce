package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen for one placement, without the words around it.
 *
 * @param variation of the experiment, with its phase: {@code grid/1}
 * @param products ids, best first
 * @param rule that made the winning offer
 * @param drawn how chance had its part: the holdout's arm, the variation's bucket, and how likely
 *     they were; null where a recording does not tell
 */
record Choice(
    String placement,
    Outcome outcome,
    @Nullable String campaign,
    @Nullable String experiment,
    @Nullable String variation,
    @Nullable String content,
    List<String> products,
    @Nullable String rule,
    @Nullable String drawn) {
  Choice {
    products = List.copyOf(products);
  }

  static Choice of(Placed placed) {
    var tested = placed.experiment();
    var shown = placed.content();
    var firing = placed.reason().firing();
    return new Choice(
        placed.placement(),
        placed.outcome(),
        placed.campaign(),
        tested == null ? null : tested.experiment(),
        tested == null ? null : tested.variation() + "/" + tested.phase(),
        shown == null ? null : shown.id(),
        shown == null ? List.of() : shown.products().stream().map(Product::id).toList(),
        firing == null ? null : firing.rule(),
        drawn(placed));
  }

  private static String drawn(Placed placed) {
    var drawn = new StringJoiner(" ");
    var held = placed.holdout();
    if (held != null) {
      drawn.add(held.campaign());
      held.draws().forEach(draw -> drawn.add(draw.text()));
    }
    var tested = placed.experiment();
    if (tested != null) {
      drawn.add(tested.source() + ":" + tested.bucket() + ":" + tested.propensity());
    }
    return drawn.toString();
  }

  /** Whether chance had the same part, as far as both tell. */
  boolean drewAlike(Choice other) {
    return drawn == null || other.drawn == null || drawn.equals(other.drawn);
  }

  /** Whether a visitor would see the same; products only count where both could choose alike. */
  boolean shows(Choice other, boolean products) {
    return sees().equals(other.sees()) && (!products || this.products.equals(other.products));
  }

  /** The same for choices that show the same but for their products. */
  private List<String> sees() {
    return List.of(
        outcome.word(), text(campaign), text(experiment), text(variation), text(content));
  }

  /** In a few words: {@code known jeans-banner}, {@code tested reco-layout/grid/1 grid}. */
  String words() {
    var words = new StringBuilder(outcome.word());
    if (campaign != null) {
      words.append(' ').append(campaign);
    }
    if (experiment != null) {
      words.append(' ').append(experiment).append('/').append(variation);
    }
    if (content != null && !content.equals(campaign)) {
      words.append(" (").append(content).append(')');
    }
    return words.toString();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
