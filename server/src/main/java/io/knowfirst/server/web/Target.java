package io.knowfirst.server.web;

import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Checks path and query of a request before anything decodes them. */
final class Target {
  /** Segment's library for Java sends to it. */
  static final String IMPORT = "/v1/import/";

  private static final Set<String> WITH_SLASH =
      Set.of(IMPORT, DemoRoutes.PATH, ConsoleRoutes.PATH + "/");

  static final Problem NOWHERE = Problem.notFound("There is nothing at this path.");

  private Target() {}

  /**
   * @throws Refused with 400 for percent-encoding that is none, 404 for a path that is not spelt in
   *     the one way, so that whatever stands before the server saw the same
   */
  static void check(RoutingContext context) {
    var path = context.request().path();
    if (path == null) {
      throw new Refused(NOWHERE);
    }
    var decoded = decoded(path, "path");
    if (decoded.chars().anyMatch(c -> c < ' ' || c == '\\')
        || !Text.clean(decoded)
        || slashes(decoded) != slashes(path)
        || (path.endsWith("/") && !WITH_SLASH.contains(path))
        || !path.equals(context.normalizedPath())) {
      throw new Refused(NOWHERE);
    }
    var query = context.request().query();
    if (query != null && !Text.clean(decoded(query, "query"))) {
      throw new Refused(
          Problem.badRequest(
              "The query holds a control character, expected text. Maybe it is encoded twice."));
    }
  }

  private static String decoded(String text, String what) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0 || text.charAt(i + 1) > 'f' || text.charAt(i + 2) > 'f') {
        throw malformed(what);
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException notText) {
      throw malformed(what);
    }
  }

  private static Refused malformed(String what) {
    return new Refused(
        Problem.badRequest(
            "The percent-encoding of the %s is malformed, expected %% and two hexadecimal digits of UTF-8. Maybe a %% itself is meant: %%25."
                .formatted(what)));
  }

  private static long slashes(String text) {
    return text.chars().filter(c -> c == '/').count();
  }
}
