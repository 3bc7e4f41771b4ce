package io.knowfirst.server.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of people who work with this server; no script reads them and no other site makes a
 * browser send them. Over TLS their names begin with {@code __Host-}, and no others are taken.
 */
final class PersonCookies {
  /** Who is signed in. */
  static final String SESSION = "kf_session";

  /** Which browser has signed in before. */
  static final String DEVICE = "kf_device";

  /** To whom a form was shown that is filled in before signing in. */
  static final String FORM = "kf_form";

  /** Which sign-in at a provider is to be finished. */
  static final String PROVIDER = "kf_provider";

  static final String LANGUAGE = "kf_language";
  private static final String OF_HOST = "__Host-";

  private final boolean behindProxy;

  PersonCookies(boolean behindProxy) {
    this.behindProxy = behindProxy;
  }

  @Nullable String get(HttpServerRequest request, String name) {
    var cookie = request.getCookie(name(request, name));
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  /** Sets a cookie that ends with the browser. */
  void set(RoutingContext context, String name, String value) {
    add(context, name, value, CookieSameSite.STRICT, -1);
  }

  void set(RoutingContext context, String name, String value, Duration valid) {
    add(context, name, value, CookieSameSite.STRICT, valid.toSeconds());
  }

  /** As {@link #set}; it also comes when another site's page leads here. */
  void setLax(RoutingContext context, String name, String value, Duration valid) {
    add(context, name, value, CookieSameSite.LAX, valid.toSeconds());
  }

  void clear(RoutingContext context, String name) {
    add(context, name, "", CookieSameSite.STRICT, 0);
  }

  private void add(
      RoutingContext context, String name, String value, CookieSameSite sites, long seconds) {
    var cookie =
        Cookie.cookie(name(context.request(), name), value)
            .setPath("/")
            .setHttpOnly(true)
            .setSameSite(sites)
            .setSecure(overTls(context.request()));
    context.response().addCookie(seconds < 0 ? cookie : cookie.setMaxAge(seconds));
  }

  private String name(HttpServerRequest request, String name) {
    return overTls(request) ? OF_HOST + name : name;
  }

  boolean overTls(HttpServerRequest request) {
    return request.isSSL()
        || (behindProxy && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
  }
}
