package io.knowfirst.server.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Addresses of pages, relative to the console. */
final class Addresses {
  /** What says which part of the rules a page shows, whatever its language. */
  private static final List<String> PLACES =
      List.of(
          "draft",
          "id",
          "file",
          "rule",
          "segment",
          "kind",
          "campaign",
          "content",
          "style",
          "placement",
          "scenario",
          "experiment",
          "who",
          "what",
          "subject",
          "from",
          "until",
          "only",
          "q",
          "page");

  private Addresses() {}

  /** The parameters of a page that a link to another language of it keeps. */
  static String kept(ConsoleRequest request) {
    var kept = new StringBuilder("?");
    PLACES.forEach(name -> add(kept, name, request.field(name)));
    return kept.length() == 1 ? "" : kept.substring(2);
  }

  /**
   * @param draft id of the draft that the page works on; empty for the live version
   * @param more names and values in turn; those without a value are left out
   */
  static String of(String page, String draft, String... more) {
    var address = new StringBuilder(page);
    add(address, "draft", draft);
    for (int i = 0; i + 1 < more.length; i += 2) {
      add(address, more[i], more[i + 1]);
    }
    return address.toString();
  }

  static void add(StringBuilder address, String name, String value) {
    if (!value.isEmpty()) {
      address
          .append(address.indexOf("?") < 0 ? '?' : '&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  /** What a file may be called that holds something of this name. */
  static String slug(String id) {
    return id.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
  }
}
