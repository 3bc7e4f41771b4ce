package io.knowfirst.server.web;

import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small shop that uses the page client as any page does: where the example rules decide. Its
 * pages have a strict content security policy.
 */
final class DemoRoutes {
  static final String PATH = "/demo/";
  private static final String HTML = "text/html; charset=utf-8";
  private static final Pattern INLINE = Pattern.compile("(?s)<(script|style)>(.*?)</\\1>");

  private final Supplier<Optional<String>> key;
  private final ClientRoutes client;
  private final String policy;
  private final Map<String, String> pages = new HashMap<>();
  private final Map<String, StaticFile> files = new HashMap<>();

  /**
   * @param key a site key for the pages; empty where there is no demo
   */
  DemoRoutes(Supplier<Optional<String>> key, ClientRoutes client) {
    this.key = key;
    this.client = client;
    this.policy = policy(client.loader());
    var frame = text("frame.html");
    for (var page : new String[] {"home", "category", "product", "cart"}) {
      pages.put(page, frame.replace("{{page}}", text(page + ".html")));
    }
    files.put("demo.css", StaticFile.read(PATH + "demo.css", "text/css; charset=utf-8"));
    files.put("demo.js", StaticFile.read(PATH + "demo.js", "text/javascript; charset=utf-8"));
    files.put("art.svg", StaticFile.read(PATH + "art.svg", "image/svg+xml"));
  }

  private static String text(String name) {
    return StaticFile.read(PATH + name, HTML).text();
  }

  /** Its links are relative, as the server may stand under a path: they need the slash. */
  void home(RoutingContext context) {
    if (PATH.equals(context.request().path())) {
      send(context, "home");
    } else {
      siteKey();
      context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, "demo/").end();
    }
  }

  void page(RoutingContext context) {
    send(context, context.pathParam("page"));
  }

  private void send(RoutingContext context, String name) {
    var siteKey = siteKey();
    var file = files.get(name);
    if (file != null) {
      file.send(context, StaticFile.REVALIDATED);
      return;
    }
    var page = pages.get(name);
    if (page == null) {
      throw new Refused(Target.NOWHERE);
    }
    var html =
        page.replace("{{loader}}", client.loader())
            .replace("{{script}}", client.immutableName("knowfirst.js"))
            .replace("{{integrity}}", client.integrity("knowfirst.js"))
            .replace("{{key}}", siteKey);
    context.response().putHeader("Content-Security-Policy", policy);
    StaticFile.of(html, HTML).send(context, StaticFile.REVALIDATED);
  }

  private String siteKey() {
    return key.get()
        .orElseThrow(
            () ->
                new Refused(
                    Problem.notFound(
                        "The demo shows the example rules. Maybe start the server without --rules.")));
  }

  /** Allows what the loader brings inline, by its hash, and nothing else from elsewhere. */
  private static String policy(String loader) {
    return "default-src 'none'; script-src 'self' %s; style-src 'self' %s; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        .formatted(hashes(loader, "script"), hashes(loader, "style"));
  }

  private static String hashes(String html, String element) {
    return INLINE
        .matcher(html)
        .results()
        .filter(found -> found.group(1).equals(element))
        .flatMap(found -> Stream.of(found.group(2)))
        .map(inline -> StaticFile.digest("SHA-256", inline.getBytes(StandardCharsets.UTF_8)))
        .map(digest -> "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
        .collect(Collectors.joining(" "));
  }
}
