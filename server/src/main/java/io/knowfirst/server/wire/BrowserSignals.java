package io.knowfirst.server.wire;

import io.knowfirst.server.model.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a browser, and our proxy, say with each request.
 *
 * @param bot whether it is none
 * @param gpc whether it asks that its user be not profiled ({@code Sec-GPC: 1}, Global Privacy
 *     Control)
 * @param moment device, language and place, as far as headers tell them
 */
public record BrowserSignals(boolean bot, boolean gpc, Context moment) {
  /** Of a server. */
  static final BrowserSignals NONE = new BrowserSignals(false, false, Context.NONE);

  /**
   * Reads the headers of a page's request.
   *
   * @param location which headers of our proxy say where the visitor is
   */
  public static BrowserSignals of(RequestHeaders headers, LocationHeaders location) {
    var agent = headers.get("User-Agent");
    // Every browser says what it is; who says nothing is none.
    boolean bot = agent == null || agent.isBlank() || Bots.sent(agent);
    boolean gpc = "1".equals(headers.get("Sec-GPC"));
    var moment =
        new Context(
            null,
            null,
            Map.of(),
            null,
            location.none() ? null : location.geo(headers),
            bot ? null : ClientHints.device(headers),
            null,
            language(headers.get("Accept-Language")),
            location.none() ? null : location.timezone(headers));
    return new BrowserSignals(bot, gpc, moment);
  }

  /** The same, at a place that no header of ours says. */
  public BrowserSignals located(GeoIpFile.Found found) {
    var there =
        new Context(null, null, Map.of(), null, found.geo(), null, null, null, found.timezone());
    return new BrowserSignals(bot, gpc, moment.or(there));
  }

  /** The language that the visitor likes best. */
  private static @Nullable String language(@Nullable String accepted) {
    if (accepted == null || accepted.isBlank() || accepted.length() > Text.NAME) {
      return null;
    }
    List<Locale.LanguageRange> ranges;
    try {
      ranges = Locale.LanguageRange.parse(accepted);
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOne) {
      return null;
    }
    return ranges.stream()
        .map(Locale.LanguageRange::getRange)
        .filter(range -> !range.startsWith("*"))
        .findFirst()
        .map(range -> Locale.forLanguageTag(range).toLanguageTag())
        .filter(tag -> !tag.equals("und"))
        .orElse(null);
  }
}
