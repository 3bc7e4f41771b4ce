package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Recommendation.Sort;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.HashSet;
import java.util.List;

/** KF266: recommendations of the visitor's own past where no rule has won, so nobody is known. */
final class RecommendationAdvice implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var offered = new HashSet<String>();
    survey.folder().campaigns().values().forEach(one -> offered.addAll(one.contents()));
    for (var content : survey.folder().contents().values()) {
      if (!offered.contains(content.id()) && isPersonal(content)) {
        findings.add(
            survey.warning(
                FolderPart.CONTENT,
                content.id(),
                "products.recommend",
                "KF266",
                "Content \"%s\" recommends from the visitor's own past, but no campaign shows it, and defaults and tests are the same for everybody. Maybe give it to a campaign, or leave these recommendations out.",
                content.id()));
      }
    }
  }

  private static boolean isPersonal(Content content) {
    var products = content.products();
    var recommend = products == null ? null : products.recommend();
    return recommend != null && (recommend.uses(Sort.PERSONAL) || !recommend.without().isEmpty());
  }
}
