package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the sentences that rules can be written in, with what belongs into their gaps. */
final class SentenceRoutes {
  private static final Set<String> LANGUAGES = Set.of("de", "en");

  private final Services services;

  SentenceRoutes(Services services) {
    this.services = services;
  }

  /** Those of the live version. */
  void live(RoutingContext context) {
    live(context, language(context))
        .onSuccess(answer -> Answers.json(context, 200, answer))
        .onFailure(context::fail);
  }

  /**
   * @param language of the files; null for all
   */
  Future<Answers.Writer> live(RoutingContext context, @Nullable String language) {
    var rulesets = services.rules().rulesets().get();
    return rulesets
        .versions()
        .files(rulesets.get().base().hash())
        .compose(files -> context.vertx().executeBlocking(() -> Sentences.of(files), false))
        .map(known -> json -> write(json, known, language));
  }

  void ofDraft(RoutingContext context) {
    var language = language(context);
    services
        .rules()
        .drafts()
        .get()
        .drafts()
        .open(DraftAnswers.id(context))
        .compose(
            opened ->
                DraftAnswers.make(
                    context,
                    opened.draft(),
                    () -> {
                      var known = Sentences.of(opened.files().now());
                      return json -> write(json, known, language);
                    }))
        .onFailure(context::fail);
  }

  static void write(JsonGenerator json, Sentences known, @Nullable String language)
      throws IOException {
    var wanted =
        known.all().stream()
            .filter(one -> language == null || language.equals(SentenceJson.language(one.file())))
            .toList();
    SentenceJson.templates(json, wanted, known);
  }

  private static @Nullable String language(RoutingContext context) {
    return language(RulesetRoutes.parameter(context, "language", Text.ID));
  }

  static @Nullable String language(@Nullable String language) {
    if (language != null && !LANGUAGES.contains(language)) {
      throw new Refused(
          Problem.badRequest(
              "language is %s, expected de or en.".formatted(Text.shorten(language))));
    }
    return language;
  }
}
