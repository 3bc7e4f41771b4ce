package io.knowfirst.rules.facts;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this visit came from.
 *
 * @param source utm_source, else the name of the referring site ({@code google}, {@code
 *     instagram}), else {@code direct}
 * @param medium utm_medium, else one of search, social, referral and none
 * @param campaign utm_campaign
 * @param referrer host name of the referring page
 */
public record Arrival(
    String source,
    String medium,
    @Nullable String campaign,
    @Nullable String referrer,
    List<Origin> origins)
    implements Fact {
  private static final Set<String> SEARCH_ENGINES =
      Set.of("google", "bing", "duckduckgo", "ecosia", "yahoo", "baidu", "yandex", "qwant");
  private static final Set<String> SOCIAL_NETWORKS =
      Set.of("instagram", "facebook", "tiktok", "pinterest", "youtube", "linkedin", "reddit", "x");
  private static final Map<String, String> SHORT_HOSTS =
      Map.of(
          "t.co", "x", "l.instagram.com", "instagram", "youtu.be", "youtube", "fb.com", "facebook");

  /**
   * Reads where a visit came from: what the link says of itself beats the referring page.
   *
   * @param utm source, medium, campaign, without the {@code utm_}
   */
  public static Arrival from(@Nullable String referrer, Map<String, String> utm, Origin origin) {
    var host = host(referrer);
    var site = host == null ? "direct" : site(host);
    var medium =
        host == null
            ? "none"
            : SEARCH_ENGINES.contains(site)
                ? "search"
                : SOCIAL_NETWORKS.contains(site) ? "social" : "referral";
    return new Arrival(
        utm.getOrDefault("source", site),
        utm.getOrDefault("medium", medium),
        utm.get("campaign"),
        host,
        List.of(origin));
  }

  private static @Nullable String host(@Nullable String referrer) {
    if (referrer == null) {
      return null;
    }
    try {
      var host = URI.create(referrer).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  /** The name before the public suffix: {@code www.google.co.uk} is google. */
  private static String site(String host) {
    var known = SHORT_HOSTS.get(host);
    if (known != null) {
      return known;
    }
    var labels = host.split("\\.", -1);
    int last = labels.length - 2;
    while (last > 0 && labels[last].length() <= 3) {
      last--;
    }
    return labels[Math.max(0, last)];
  }

  @Override
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    ProductActivity.putKnown(values, "source", source);
    ProductActivity.putKnown(values, "medium", medium);
    ProductActivity.putKnown(values, "campaign", campaign);
    ProductActivity.putKnown(values, "referrer", referrer);
    return values;
  }
}
