package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Decision.Shown;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a login changed what a placement shows. */
public enum DriftCause {
  /** It shows the same. */
  SAME,
  /** One of the two granted what the other had not. */
  CONSENT,
  /** The known visitor is held out and the anonymous one was not, or the other way round. */
  HOLDOUT,
  /** Another variation of the same experiment. */
  VARIATION,
  /** Another rule wins, or none does any more. */
  RULE,
  /** A test, or none, where there was none, or one. */
  EXPERIMENT,
  /** The same content with other products. */
  PRODUCTS;

  /** As it stands in reports and labels. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Why two decisions differ.
   *
   * @param consents whether the same purposes were granted
   */
  static DriftCause of(Placed was, Placed is, boolean consents) {
    if (words(was).equals(words(is))) {
      return products(was.content()).equals(products(is.content())) ? SAME : PRODUCTS;
    }
    if (!consents) {
      return CONSENT;
    }
    if (isHeldOut(was.holdout()) != isHeldOut(is.holdout())) {
      return HOLDOUT;
    }
    var one = was.experiment();
    var other = is.experiment();
    if (one != null && other != null && one.experiment().equals(other.experiment())) {
      return VARIATION;
    }
    return was.outcome() == Outcome.KNOWN || is.outcome() == Outcome.KNOWN ? RULE : EXPERIMENT;
  }

  private static boolean isHeldOut(@Nullable HoldoutAssignment held) {
    return held != null && held.out();
  }

  /** What is shown, in a few words: {@code known jeans-banner}, {@code tested layout/grid}. */
  static String words(Placed placed) {
    var tested = placed.experiment();
    var of =
        tested != null
            ? " " + tested.experiment() + "/" + tested.variation()
            : placed.campaign() == null ? "" : " " + placed.campaign();
    var content = placed.content();
    return placed.outcome().word() + of + (content == null ? "" : " (" + content.id() + ")");
  }

  /** The rule that wins, or else that won. */
  static String rule(Placed was, Placed is) {
    var firing = is.reason().firing() == null ? was.reason().firing() : is.reason().firing();
    return firing == null ? "" : Objects.requireNonNull(firing).rule();
  }

  private static List<String> products(@Nullable Shown shown) {
    return shown == null ? List.of() : shown.products().stream().map(Product::id).toList();
  }
}
