package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this visit came from.
 *
 * @param source utm_source, else the name of the referring site before its public suffix ({@code
 *     google}, {@code bbc}) or app ({@code gmail}), else {@code direct}
 * @param medium utm_medium, else one of search, social, email, referral and none
 * @param campaign utm_campaign
 * @param referrer host name of the referring page
 * @param term utm_term
 * @param content utm_content
 * @param search the words that a search engine tells were searched for, in lower case; most tell
 *     none
 * @param landing path of the page that the visit began on
 */
public record Arrival(
    String source,
    String medium,
    @Nullable String campaign,
    @Nullable String referrer,
    @Nullable String term,
    @Nullable String content,
    @Nullable String search,
    @Nullable String landing,
    List<Origin> origins)
    implements Fact {
  private static final Set<String> SEARCH_ENGINES =
      Set.of(
          "google",
          "bing",
          "duckduckgo",
          "ecosia",
          "yahoo",
          "baidu",
          "yandex",
          "qwant",
          "startpage");
  private static final Set<String> SOCIAL_NETWORKS =
      Set.of(
          "instagram",
          "facebook",
          "tiktok",
          "pinterest",
          "youtube",
          "linkedin",
          "reddit",
          "x",
          "threads",
          "telegram",
          "snapchat");
  private static final int PATH_LENGTH = 200;
  private static final Set<String> MAILBOXES = Set.of("gmail");

  /**
   * Reads where a visit came from: what the link says of itself beats the referring page.
   *
   * @param utm source, medium, campaign, term, content, without the {@code utm_}
   * @param landing address or path of the page that was arrived at
   */
  public static Arrival from(
      @Nullable String referrer, Map<String, String> utm, @Nullable String landing, Origin origin) {
    var from = referrer == null ? null : ReferringSite.of(referrer).orElse(null);
    var host = from == null ? null : from.host();
    var site = from == null ? "direct" : from.name();
    var medium = from == null ? "none" : medium(site);
    return new Arrival(
        utm.getOrDefault("source", site),
        utm.getOrDefault("medium", medium),
        utm.get("campaign"),
        host,
        utm.get("term"),
        utm.get("content"),
        referrer == null || !medium.equals("search") ? null : SearchWords.of(referrer),
        landing == null ? null : path(landing),
        List.of(origin));
  }

  /** Of a page that is not named. */
  public static Arrival from(@Nullable String referrer, Map<String, String> utm, Origin origin) {
    return from(referrer, utm, null, origin);
  }

  /** Of an address, without site, query and fragment. */
  private static String path(String address) {
    var path = address.strip().replaceFirst("(?i)^[a-z][a-z0-9+.-]*://[^/?#]*", "");
    path = path.replaceFirst("[?#].*$", "");
    path = path.isEmpty() ? "/" : path;
    return path.length() <= PATH_LENGTH ? path : path.substring(0, PATH_LENGTH);
  }

  private static String medium(String site) {
    if (SEARCH_ENGINES.contains(site)) {
      return "search";
    }
    if (SOCIAL_NETWORKS.contains(site)) {
      return "social";
    }
    return MAILBOXES.contains(site) ? "email" : "referral";
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "source",
        source,
        "medium",
        medium,
        "campaign",
        campaign,
        "referrer",
        referrer,
        "term",
        term,
        "content",
        content,
        "search",
        search,
        "landing",
        landing);
  }
}
