package io.knowfirst.rules.folder;

import java.util.List;
import java.util.Set;

/**
 * What a shop stores of its visitors.
 *
 * @param consent what is stored of a visitor who has granted no purpose
 * @param purposes that consent may be asked for besides those that the server and the campaigns
 *     know
 * @param keepsSearchText whether logs and recordings of decisions keep what was searched for
 * @param keepsUrlQuery whether they keep what follows the path of an address
 * @param selfService whether visitors may see, export and erase what is stored of themselves
 */
public record Privacy(
    WithoutConsent consent,
    Set<String> purposes,
    boolean keepsSearchText,
    boolean keepsUrlQuery,
    boolean selfService) {
  /** Of a shop that says nothing. */
  public static final Privacy DEFAULT = new Privacy(WithoutConsent.STRICT, Set.of(), false, false);

  /** Of a shop where visitors ask its staff. */
  public Privacy(
      WithoutConsent consent,
      Set<String> purposes,
      boolean keepsSearchText,
      boolean keepsUrlQuery) {
    this(consent, purposes, keepsSearchText, keepsUrlQuery, false);
  }

  public Privacy {
    purposes = Set.copyOf(purposes);
  }

  /** What is stored of a visitor who has granted no purpose. */
  public enum WithoutConsent {
    /** Their answers to the question for consent, and nothing else. */
    STRICT,
    /**
     * What experiments are measured by: which variation was shown, and that an event happened, with
     * its amounts; nothing that tells what the visitor likes, where they are or who they are.
     */
    MEASURED
  }

  static Privacy read(YamlTable shop) {
    var purposes = shop.has("purposes") ? shop.texts("purposes") : List.<String>of();
    for (var purpose : purposes) {
      if (purpose.isBlank()) {
        shop.error(
            "purposes",
            "KF004",
            "purposes holds a blank, expected names such as analytics. Maybe leave it out.");
      }
    }
    return new Privacy(
        shop.choice("consent", WithoutConsent.class, DEFAULT.consent()),
        Set.copyOf(purposes),
        shop.truth("keepSearchText", DEFAULT.keepsSearchText()),
        shop.truth("keepUrlQuery", DEFAULT.keepsUrlQuery()),
        shop.truth("selfService", DEFAULT.selfService()));
  }
}
