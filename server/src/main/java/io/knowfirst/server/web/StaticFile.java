package io.knowfirst.server.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A file that is the same for everyone; who has it already is answered 304. */
final class StaticFile {
  /** Asked for again each time, and sent again only when it has changed. */
  static final String REVALIDATED = "no-cache";

  /** Of a name that goes with the content. */
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** Of a name that stays, where an older content does no harm. */
  static final String FOR_A_DAY = "public, max-age=86400";

  private static final int NAMED_BY = 16;

  private final byte[] bytes;
  private final String type;
  private final String hash;

  private StaticFile(byte[] bytes, String type) {
    this.bytes = bytes;
    this.type = type;
    this.hash = hash(bytes);
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256", bytes)).substring(0, NAMED_BY);
  }

  /** The {@code ETag} of what has this content. */
  static String tag(byte[] bytes) {
    return '"' + hash(bytes) + '"';
  }

  static StaticFile of(String text, String type) {
    return new StaticFile(text.getBytes(StandardCharsets.UTF_8), type);
  }

  /**
   * A file of the class path.
   *
   * @param path from its root, with a slash at its beginning
   */
  static StaticFile read(String path, String type) {
    try (var stream = StaticFile.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException(path + " is missing from the class path");
      }
      return new StaticFile(stream.readAllBytes(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The beginning of the content's SHA-256, in hexadecimal digits. */
  String hash() {
    return hash;
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** As pages name it in {@code integrity}. */
  String integrity() {
    return "sha384-" + Base64.getEncoder().encodeToString(digest("SHA-384", bytes));
  }

  /**
   * @param caching of the answer, as {@code Cache-Control}
   */
  void send(RoutingContext context, String caching) {
    var response = context.response().putHeader(HttpHeaders.CACHE_CONTROL, caching);
    if (!isKnown(context, '"' + hash + '"')) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(Buffer.buffer(bytes));
    }
  }

  /**
   * Names the answer by its tag; whoever has it already is answered 304, with nothing left to do.
   */
  static boolean isKnown(RoutingContext context, String tag) {
    var response = context.response().putHeader(HttpHeaders.ETAG, tag);
    var known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    boolean same =
        known != null
            && Arrays.stream(known.split(",", -1))
                .map(one -> one.strip().replaceFirst("^W/", ""))
                .anyMatch(one -> one.equals(tag) || one.equals("*"));
    if (same) {
      response.setStatusCode(304).end();
    }
    return same;
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is missing from this Java", e);
    }
  }
}
