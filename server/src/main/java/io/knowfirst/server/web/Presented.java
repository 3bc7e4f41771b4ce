package io.knowfirst.server.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The key that a request presents: in {@code X-API-Key}, else as a bearer token, else with HTTP
 * Basic, where it is the user (as tracking libraries send it) or the password (as a browser does).
 *
 * @param ambient whether a browser may have added it on its own, whatever page made the request
 */
record Presented(@Nullable String key, boolean ambient) {
  private static final CharSequence KEY = HttpHeaders.createOptimized("X-API-Key");
  private static final CharSequence SITE = HttpHeaders.createOptimized("Sec-Fetch-Site");
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final String PREFIX = "kf_";

  static Presented of(@Nullable String key) {
    return new Presented(key, false);
  }

  static Presented by(HttpServerRequest request) {
    var key = request.getHeader(KEY);
    var header = key == null ? request.getHeader(HttpHeaders.AUTHORIZATION) : null;
    if (header == null) {
      return of(key);
    }
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return of(header.substring(BEARER.length()).strip());
    }
    return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? new Presented(basic(header.substring(BASIC.length()).strip()), true)
        : of(null);
  }

  private static @Nullable String basic(String encoded) {
    try {
      var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      var password = pair.substring(colon + 1);
      boolean isUser = colon >= 0 && !password.startsWith(PREFIX) && pair.startsWith(PREFIX);
      return isUser ? pair.substring(0, colon) : password;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /**
   * Whether a browser says that a page of another origin made the request. The password that it
   * keeps for this server goes with such requests too.
   */
  static boolean isOfAnotherSite(HttpServerRequest request) {
    var site = request.getHeader(SITE);
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    var authority = request.authority();
    return origin != null
        && (authority == null
            || !origin
                .toLowerCase(Locale.ROOT)
                .endsWith("//" + authority.toString().toLowerCase(Locale.ROOT)));
  }
}
