package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.List;

/**
 * Contents in several languages. KF276: one that the shop's visitors read is missing. KF277: a
 * language has a field that the content has not.
 */
final class LanguageAdvice implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var all = survey.folder().dates().languages();
    for (var content : survey.folder().contents().values()) {
      missing(survey, content, all.isEmpty() ? all : all.subList(1, all.size()), findings);
      unknown(survey, content, findings);
    }
  }

  private static void missing(
      Survey survey, Content content, List<String> others, List<Finding> findings) {
    boolean says = content.payload().values().stream().anyMatch(String.class::isInstance);
    for (var language : others) {
      if (says && content.language(language) == null) {
        findings.add(
            survey.warning(
                FolderPart.CONTENT,
                content.id(),
                Content.LANGUAGES,
                "KF276",
                "The content says nothing in %s, which shop.yaml lists. Maybe languages: {%s: {headline: …}}.",
                language,
                language));
      }
    }
  }

  private static void unknown(Survey survey, Content content, List<Finding> findings) {
    content
        .languages()
        .forEach(
            (language, payload) -> {
              for (var field : payload.keySet()) {
                if (!content.payload().containsKey(field)) {
                  findings.add(
                      survey.warning(
                          FolderPart.CONTENT,
                          content.id(),
                          Content.LANGUAGES,
                          "KF277",
                          "%s has \"%s\", which the content has in no other language. %s",
                          language,
                          field,
                          Suggestion.of(field, content.payload().keySet())));
                }
              }
            });
  }
}
