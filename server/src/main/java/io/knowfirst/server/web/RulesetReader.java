package io.knowfirst.server.web;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.rulesets.versions.Archive;
import io.knowfirst.server.rulesets.versions.BadArchiveException;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a folder of rules from a body: a zip, or JSON with the texts by path. */
final class RulesetReader {
  static final int LIMIT = 16 << 20;
  private static final String ZIP = "application/zip";
  private static final Set<String> TYPES = Set.of(ZIP, "application/json");
  private static final Set<String> FIELDS = Set.of("message", "files");
  private static final int LONGEST_MESSAGE = 500;

  private RulesetReader() {}

  /**
   * Files, and what their author says of them.
   *
   * @param unread a warning for each file that is left out
   */
  record Wish(SortedMap<String, String> files, List<Finding> unread, @Nullable String said) {
    String message() {
      return said == null ? "" : said;
    }
  }

  static Future<Wish> publish(RoutingContext context) {
    return read(context)
        .map(
            wish -> {
              if (wish.said() == null) {
                throw new Refused(
                    Problem.badRequest(
                        "message is absent, expected what the change is for, in 1 to "
                            + LONGEST_MESSAGE
                            + " characters. Maybe of a zip it stands in the query."));
              }
              return wish;
            });
  }

  static Future<Wish> check(RoutingContext context) {
    return read(context);
  }

  private static Future<Wish> read(RoutingContext context) {
    var request = context.request();
    var message = RulesetRoutes.parameter(context, "message", LONGEST_MESSAGE);
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    boolean zip = type != null && type.toLowerCase(Locale.ROOT).startsWith(ZIP);
    return Body.bytes(context, TYPES, LIMIT)
        .compose(
            bytes ->
                context
                    .vertx()
                    .executeBlocking(
                        () -> zip ? unzipped(bytes, message) : json(bytes, message), false));
  }

  private static Wish unzipped(byte[] bytes, @Nullable String said) {
    var unread = new ArrayList<Finding>();
    var files = Archive.unpack(bytes, unread);
    if (files.isEmpty()) {
      throw new Refused(
          Problem.badRequest("The zip holds no file of rules, expected a folder with shop.yaml."));
    }
    return new Wish(files, unread, said);
  }

  private static Wish json(byte[] bytes, @Nullable String said) {
    var faults = new Faults();
    var body = Fields.of(Json.parse(bytes), At.ROOT, faults).only(FIELDS);
    var message = body.text("message", LONGEST_MESSAGE);
    var texts = body.object("files");
    var files = new TreeMap<String, String>();
    var unread = new ArrayList<Finding>();
    if (texts == null || texts.object().isEmpty()) {
      body.refuse("files", "an object of texts by path");
    } else {
      texts
          .object()
          .properties()
          .forEach(
              file -> {
                if (!file.getValue().isTextual()) {
                  texts.refuse(file.getKey(), "text");
                  return;
                }
                try {
                  Archive.put(files, file.getKey(), file.getValue().textValue())
                      .ifPresent(unread::add);
                } catch (BadArchiveException bad) {
                  faults.add(
                      texts.at().field(file.getKey()),
                      null,
                      String.valueOf(bad.getMessage()),
                      null);
                }
              });
    }
    Refused.unlessNone(faults);
    return new Wish(files, unread, message == null ? said : message);
  }
}
