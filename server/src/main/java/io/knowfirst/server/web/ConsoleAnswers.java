package io.knowfirst.server.web;

import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all pages of the console have in common over HTTP. */
final class ConsoleAnswers {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
          + " frame-ancestors 'none'; base-uri 'none'";

  /** Of a page with a script, which is always a file of this server. */
  private static final String SCRIPTED = POLICY + "; script-src 'self'; connect-src 'self'";

  private static final String HTML = "text/html; charset=utf-8";
  private static final Duration YEAR = Duration.ofDays(365);

  private final PersonCookies cookies;

  ConsoleAnswers(PersonCookies cookies) {
    this.cookies = cookies;
  }

  /** Answers a page. */
  static void page(RoutingContext context, int status, String html) {
    page(context, status, html, POLICY);
  }

  /** Answers a page that has a script. */
  static void scripted(RoutingContext context, int status, String html) {
    page(context, status, html, SCRIPTED);
  }

  private static void page(RoutingContext context, int status, String html, String policy) {
    var response = context.response();
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(status)
          .putHeader("Content-Security-Policy", policy)
          // With no-referrer a browser would send its own forms as those of nobody.
          .putHeader("Referrer-Policy", "same-origin")
          .putHeader("X-Robots-Tag", "noindex")
          .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
          .end(html);
    }
  }

  /**
   * Leads to another page, by an address relative to this one as the server may be under a path.
   */
  static void lead(RoutingContext context, String where) {
    context.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, where).end();
  }

  /** The way from the page that is asked for to the server's root. */
  static String root(RoutingContext context) {
    var path = String.valueOf(context.request().path());
    return "../".repeat(Math.max(0, (int) path.chars().filter(c -> c == '/').count() - 1));
  }

  static Map<String, List<String>> query(RoutingContext context) {
    return SentForm.decoded(context.request().uri(), true);
  }

  /** The fields of a form without files; to be called before the event loop is left. */
  static Future<Map<String, List<String>>> form(RoutingContext context) {
    return SentForm.read(context).map(SentForm::fields);
  }

  static String first(Map<String, List<String>> fields, String name) {
    var values = fields.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(0);
  }

  /** What the address asks for, else what it asked for before, else what the browser prefers. */
  Locale locale(RoutingContext context) {
    var asked = asked(context);
    if (asked.equals("en") || asked.equals("de")) {
      cookies.set(context, PersonCookies.LANGUAGE, asked, YEAR);
      return Locale.forLanguageTag(asked);
    }
    var kept = cookies.get(context.request(), PersonCookies.LANGUAGE);
    var prefers = context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
    var wanted = kept == null ? String.valueOf(prefers) : kept;
    return wanted.startsWith("de") ? Locale.GERMAN : Locale.ENGLISH;
  }

  /** Nothing where the address cannot be read, as the page that says so has a language too. */
  private static String asked(RoutingContext context) {
    try {
      return first(query(context), "lang");
    } catch (Refused malformed) {
      return "";
    }
  }
}
