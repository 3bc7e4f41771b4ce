package io.knowfirst.server.experiment;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.rules.folder.Dimension;
import java.util.List;

/**
 * A visitor's part in an experiment.
 *
 * @param content id of what the variation shows
 * @param segments by which the experiment's report is cut
 */
public record Trial(Assignment assignment, String content, List<Dimension> segments) {
  public Trial {
    segments = List.copyOf(segments);
  }
}
