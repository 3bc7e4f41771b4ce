package io.knowfirst.server.web;

import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A form as a browser sends it.
 *
 * @param fields those that could be stored
 * @param upload the first file; null for none
 */
record SentForm(Map<String, List<String>> fields, @Nullable Buffer upload) {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PARTS = "multipart/form-data";
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_FIELDS = 2_000;

  /** The fields of a form without files; to be called before the event loop is left. */
  static Future<SentForm> read(RoutingContext context) {
    return Body.bytes(context, Set.of(FORM), MOST_BYTES).map(SentForm::encoded);
  }

  /** The same of a form that may carry a file, and texts as long as files are. */
  static Future<SentForm> withFile(RoutingContext context) {
    var type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    return Body.bytes(context, Set.of(FORM, PARTS), RulesetReader.LIMIT)
        .map(bytes -> type.startsWith(PARTS) ? parts(type, bytes) : encoded(bytes));
  }

  private static SentForm encoded(byte[] bytes) {
    return new SentForm(decoded(new String(bytes, StandardCharsets.UTF_8), false), null);
  }

  /**
   * @param isUri whether the fields are those of a query
   */
  static Map<String, List<String>> decoded(String text, boolean isUri) {
    try {
      return clean(
          new QueryStringDecoder(text, StandardCharsets.UTF_8, isUri, MOST_FIELDS).parameters());
    } catch (IllegalArgumentException malformed) {
      throw malformed(malformed);
    }
  }

  private static SentForm parts(String type, byte[] bytes) {
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(bytes));
    request.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    var fields = new HashMap<String, List<String>>();
    Buffer upload = null;
    HttpPostRequestDecoder decoder = null;
    try {
      // In memory: what a body may have is bounded already.
      decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
      for (var part : decoder.getBodyHttpDatas()) {
        if (part instanceof Attribute field) {
          fields.computeIfAbsent(field.getName(), name -> new ArrayList<>()).add(field.getValue());
        } else if (part instanceof FileUpload file && upload == null) {
          upload = Buffer.buffer(file.get());
        }
      }
      return new SentForm(clean(fields), upload);
    } catch (IOException | RuntimeException bad) {
      throw malformed(bad);
    } finally {
      if (decoder != null) {
        decoder.destroy();
      }
    }
  }

  /** What could not be stored is left out. */
  private static Map<String, List<String>> clean(Map<String, List<String>> fields) {
    return fields.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                field -> field.getValue().stream().filter(Text::clean).toList()));
  }

  private static Refused malformed(Exception why) {
    return new Refused(
        Problem.badRequest(
            "The fields are not encoded as forms are: %s".formatted(why.getMessage())));
  }
}
