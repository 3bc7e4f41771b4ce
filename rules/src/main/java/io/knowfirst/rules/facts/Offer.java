package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A campaign's content that a rule found eligible. Where it may be shown, when and with which
 * priority is campaign data.
 *
 * @param content the id of one of the campaign's contents; null for a campaign that has just one
 * @param choices what the rule tells the content's product selection: {@code size}, {@code product}
 *     …
 */
public record Offer(String campaign, @Nullable String content, Map<String, String> choices) {
  public Offer {
    choices = Map.copyOf(choices);
  }

  public Offer(String campaign) {
    this(campaign, null, Map.of());
  }

  public Offer(String campaign, String content) {
    this(campaign, content, Map.of());
  }

  /** The same offer with one more choice; an unknown (null) value adds nothing. */
  public Offer with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    var more = new LinkedHashMap<>(choices);
    more.put(name, value);
    return new Offer(campaign, content, more);
  }
}
