package io.knowfirst.server.web;

import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.DraftFiles;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.versions.Archive;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.SentenceReader;
import io.knowfirst.server.wire.Text;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads, writes and deletes the files of a draft, one at a time. */
final class DraftFileRoutes {
  static final String PATH = "/v1/drafts/:id/files/*";
  static final int LONGEST_PATH = 300;
  private static final Set<String> TEXT =
      Set.of("text/plain", "text/csv", "application/yaml", "application/octet-stream");

  private final Services services;

  DraftFileRoutes(Services services) {
    this.services = services;
  }

  void read(RoutingContext context) {
    var path = path(context);
    boolean sentences = asSentences(context, path);
    desk()
        .drafts()
        .open(DraftAnswers.id(context))
        .compose(
            opened -> {
              var text = opened.files().text(path);
              if (sentences) {
                return DraftAnswers.make(
                    context, opened.draft(), () -> inSentences(opened.files(), text));
              }
              DraftAnswers.tag(context, opened.draft());
              return context
                  .response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                  .end(text);
            })
        .onFailure(context::fail);
  }

  void write(RoutingContext context) {
    var caller = Gate.caller(context);
    var id = DraftAnswers.id(context);
    var path = path(context);
    var seen = DraftAnswers.seen(context);
    var drafts = desk().drafts();
    var text =
        asSentences(context, path)
            ? Body.bytes(context, Body.JSON, RulesetReader.LIMIT)
                .compose(
                    bytes ->
                        drafts
                            .open(id)
                            .compose(
                                opened ->
                                    context
                                        .vertx()
                                        .executeBlocking(() -> ofSentences(opened, bytes), false)))
            : Body.bytes(context, TEXT, Archive.LARGEST_FILE).map(DraftFileRoutes::text);
    text.compose(now -> drafts.put(id, seen, DraftAnswers.person(caller), path, now))
        .onSuccess(opened -> DraftAnswers.opened(context, 200, opened))
        .onFailure(context::fail);
  }

  void delete(RoutingContext context) {
    var caller = Gate.caller(context);
    var id = DraftAnswers.id(context);
    desk()
        .drafts()
        .remove(id, DraftAnswers.seen(context), DraftAnswers.person(caller), path(context))
        .onSuccess(opened -> DraftAnswers.opened(context, 200, opened))
        .onFailure(context::fail);
  }

  private static Answers.Writer inSentences(DraftFiles files, String text) {
    var known = Sentences.of(files.now());
    var read = SentenceFile.of(text, known);
    return json -> SentenceJson.file(json, read, known);
  }

  private static String ofSentences(Opened opened, byte[] bytes) {
    return SentenceReader.text(Json.parse(bytes), Sentences.of(opened.files().now()));
  }

  private static boolean asSentences(RoutingContext context, String path) {
    var as = RulesetRoutes.parameter(context, "as", Text.ID);
    if (as == null || as.equals("text")) {
      return false;
    }
    if (!as.equals("sentences") || !path.endsWith(".dslr")) {
      throw new Refused(
          Problem.badRequest(
              as.equals("sentences")
                  ? "Only a file that ends in .dslr is in sentences. Maybe read it without as."
                  : "as is %s, expected text or sentences.".formatted(Text.shorten(as))));
    }
    return true;
  }

  private static String path(RoutingContext context) {
    var path = context.pathParam("*");
    if (path == null || path.isEmpty()) {
      throw new Refused(Target.NOWHERE);
    }
    return path;
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new Refused(
          Problem.badRequest(
              "The file is no UTF-8, expected text in UTF-8. Maybe it is saved in another encoding."));
    }
  }

  private DraftDesk desk() {
    return services.rules().drafts().get();
  }
}
