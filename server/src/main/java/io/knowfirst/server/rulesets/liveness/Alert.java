package io.knowfirst.server.rulesets.liveness;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rule that used to fire and does not any more.
 *
 * @param at when it was noticed
 * @param since when it fired last
 * @param expected how often it would have fired since, had it gone on
 * @param edited when its file changed, where that was since; null where it was not
 * @param obstacle what keeps it from firing in most decisions now; null where nobody knows
 */
public record Alert(
    Instant at,
    Instant since,
    double expected,
    @Nullable Instant edited,
    @Nullable String obstacle) {

  /** The whole of it in words that follow the rule's name. */
  public String words() {
    var words =
        String.format(
            Locale.ROOT,
            "has not fired since %s, where %.0f times were to be expected.",
            since,
            expected);
    if (edited != null) {
      words += " Its file changed at " + edited + ".";
    }
    return obstacle == null ? words : words + " " + obstacle;
  }
}
