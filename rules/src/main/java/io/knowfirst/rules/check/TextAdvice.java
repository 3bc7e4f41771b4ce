package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.NamedTexts;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that name the visitor or a product. KF269: a name that nothing is told of. KF270: nothing
 * is said to show where it is not known.
 */
final class TextAdvice implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    for (var content : survey.folder().contents().values()) {
      content.payload().forEach((key, value) -> about(survey, content, key, value, findings));
      content
          .languages()
          .values()
          .forEach(
              payload ->
                  payload.forEach(
                      (key, value) -> {
                        if (!value.equals(content.payload().get(key))) {
                          about(survey, content, key, value, findings);
                        }
                      }));
    }
  }

  private static void about(
      Survey survey, Content content, String key, Object value, List<Finding> findings) {
    NamedTexts.each(
        value,
        (name, otherwise) -> {
          var known = known(name);
          if (otherwise == null) {
            findings.add(
                survey.warning(
                    FolderPart.CONTENT,
                    content.id(),
                    key,
                    "KF270",
                    "%s names {%s} and says nothing to show where that is not known, so it is shown as it stands. Maybe {%s|…}.",
                    key,
                    name,
                    name));
          } else if (!known.isEmpty() && !known.contains(name)) {
            findings.add(
                survey.warning(
                    FolderPart.CONTENT,
                    content.id(),
                    key,
                    "KF269",
                    "%s names {%s}, of which nothing is ever known. %s",
                    key,
                    name,
                    Suggestion.of(name, known)));
          }
        });
  }

  /** What can be told of the same thing; empty for a trait, which may have any name. */
  private static List<String> known(String name) {
    var known = new ArrayList<String>();
    if (name.startsWith("product.")) {
      known.addAll(NamedTexts.OF_PRODUCT);
    } else if (name.startsWith("order.")) {
      known.addAll(NamedTexts.OF_ORDER);
    }
    return known;
  }
}
