package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.util.List;

/** KF240: a placement that pages still ask for is no more. */
final class PlacementGone implements Advice {
  private static final String FILE = "placements.yaml";

  @Override
  public void about(Survey survey, List<Finding> findings) {
    var known = survey.folder().placements().keySet();
    survey.outside().placements().stream()
        .filter(asked -> !known.contains(asked))
        .sorted()
        .map(
            asked ->
                Finding.warning(
                    FILE,
                    "KF240",
                    ("Placement \"%s\" was asked for within the last 7 days and is not here: who asks for it gets"
                            + " no content. %s")
                        .formatted(
                            asked,
                            Suggestion.nearest(asked, known)
                                .map(near -> "Maybe it is now \"%s\".".formatted(near))
                                .orElse("Maybe keep it until no page asks for it."))))
        .forEach(findings::add);
  }
}
