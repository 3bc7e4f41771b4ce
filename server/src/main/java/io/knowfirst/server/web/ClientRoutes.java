package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Serves the page client: each file under its own name, which is asked for again, and scripts under
 * one that goes with their content, for pages that name their integrity.
 */
final class ClientRoutes {
  static final String PATH = "/client/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String MANIFEST = "manifest.json";
  private static final Map<String, String> TYPES =
      Map.of(
          "knowfirst.js", SCRIPT,
          "consent.js", SCRIPT,
          "preview.mjs", SCRIPT,
          "knowfirst.mjs", SCRIPT,
          "knowfirst.d.ts", TEXT,
          "loader.html", TEXT);

  private final Map<String, StaticFile> files = new TreeMap<>();
  private final Map<String, StaticFile> immutable = new HashMap<>();

  ClientRoutes() {
    TYPES.forEach((name, type) -> files.put(name, StaticFile.read(PATH + name, type)));
    files.forEach(
        (name, file) -> {
          if (isScript(name)) {
            immutable.put(immutableName(name), file);
          }
        });
    var manifest = Answers.bytes(this::manifest).toString(StandardCharsets.UTF_8);
    files.put(MANIFEST, StaticFile.of(manifest, "application/json"));
  }

  private static boolean isScript(String name) {
    return SCRIPT.equals(TYPES.get(name));
  }

  void file(RoutingContext context) {
    var name = context.pathParam("file");
    var file = immutable.get(name);
    var found = file == null ? files.get(name) : file;
    if (found == null) {
      throw new Refused(
          Problem.notFound(
              "The page client has no file %s. Maybe the page names one of another version: see /client/manifest.json."
                  .formatted(Text.shorten(name))));
    }
    // A page of another origin may load it, with or without integrity.
    context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    context.response().putHeader("Cross-Origin-Resource-Policy", "cross-origin");
    found.send(context, file == null ? StaticFile.REVALIDATED : StaticFile.IMMUTABLE);
  }

  /** The loader as it is pasted into pages. */
  String loader() {
    return named("loader.html").text().strip();
  }

  String integrity(String name) {
    return named(name).integrity();
  }

  String immutableName(String name) {
    int dot = name.indexOf('.');
    return name.substring(0, dot) + "-" + named(name).hash() + name.substring(dot);
  }

  private StaticFile named(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private void manifest(JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (var name : files.keySet()) {
      if (isScript(name)) {
        json.writeObjectFieldStart(name);
        json.writeStringField("file", immutableName(name));
        json.writeStringField("integrity", integrity(name));
        json.writeEndObject();
      }
    }
    json.writeStringField("loader", loader());
    json.writeEndObject();
  }
}
